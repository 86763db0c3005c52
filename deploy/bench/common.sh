# What the benchmarks of this folder share: services, processes, and what is read from them. Sourced, in the project's folder.
runner=${RUNNER:-target/quarkus-app/quarkus-run.jar}
if [[ $runner == *.jar ]]; then
  java_opts=${JAVA_OPTS:--Xmx224m -Xmn96m -XX:+UseSerialGC}
  start=(java)
  program=(-jar "$runner")
else
  java_opts=${JAVA_OPTS:--Xmx224m -Xmn96m}
  start=("$runner")
  program=()
fi
vendors=http://localhost:18090
work=$(mktemp -d)
pids=()
cleanup() {
  kill "${pids[@]}" 2> /dev/null || true
  wait 2> /dev/null || true
  docker rm -fv serai-bench-postgres serai-bench-rabbitmq serai-bench-kafka > /dev/null 2>&1 || true
  pids=()
}
trap 'cleanup; rm -rf "$work"' EXIT

# --- services, with the settings that they have by themselves: PostgreSQL syncs every commit, a quorum queue syncs before it confirms,
# --- Kafka confirms what its replicas (here: one) have, and leaves the sync to the system
service() { # name image port arguments...
  local name=$1 image=$2 port=$3
  shift 3
  docker run -d --name "serai-bench-$name" -p "127.0.0.1:$port" "$@" "$image" > /dev/null
}
await_log() { until docker logs "serai-bench-$1" 2>&1 | grep -c "$2" | grep -q "^[$3-9]"; do sleep 0.5; done; }
start_postgresql() {
  service postgres "${POSTGRES_IMAGE:-postgres:17}" 15432:5432 -e POSTGRES_USER=serai -e POSTGRES_PASSWORD=serai -e POSTGRES_DB=serai
  until docker exec serai-bench-postgres pg_isready -h localhost -U serai -d serai > /dev/null 2>&1; do sleep 0.5; done
  store="-Dserai.store.kind=postgresql -Dserai.store.url=jdbc:postgresql://localhost:15432/serai -Dserai.store.username=serai -Dserai.store.password=serai"
}
start_sqlite() { store="-Dserai.store.file=$work/serai.db"; rm -f "$work"/serai.db*; }
start_embedded() { bus=""; }
start_rabbitmq() {
  service rabbitmq "${RABBITMQ_IMAGE:-rabbitmq:4.1-management}" 15672:5672 -e RABBITMQ_DEFAULT_USER=serai -e RABBITMQ_DEFAULT_PASS=serai
  await_log rabbitmq 'Server startup complete' 1
  bus="-Dserai.bus.transport=rabbitmq -Dserai.bus.rabbitmq.addresses=localhost:15672 -Dserai.bus.rabbitmq.username=serai -Dserai.bus.rabbitmq.password=serai"
}
start_kafka() {
  service kafka "${KAFKA_IMAGE:-apache/kafka:4.1.0}" 19092:19092 -e KAFKA_NODE_ID=1 -e KAFKA_PROCESS_ROLES=broker,controller \
    -e KAFKA_LISTENERS=PLAINTEXT://:19092,CONTROLLER://:9093 -e KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:19092 \
    -e KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER -e KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT \
    -e KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093 -e KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1 \
    -e KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1 -e KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1
  await_log kafka 'Transitioning from RECOVERY to RUNNING' 1
  bus="-Dserai.bus.transport=kafka -Dserai.bus.kafka.bootstrap-servers=localhost:19092"
}

# --- processes; runtime n listens on 1808n and 1900n
cores() { # of runtime n: CPUS of them, from where the one before ended
  local all first
  all=$(nproc)
  first=$((($1 - 1) * CPUS % all))
  echo "$first-$((first + CPUS - 1 < all ? first + CPUS - 1 : all - 1))"
}
quota() { # of CPU time for runtime n, by control groups of version 2 or 1
  local group=/sys/fs/cgroup/serai-bench-$1
  [ -f /sys/fs/cgroup/cgroup.controllers ] || group=/sys/fs/cgroup/cpu/serai-bench-$1
  mkdir -p "$group"
  if [ -f "$group/cpu.max" ]; then
    echo "$(echo "$CPUS * 100000 / 1" | bc) 100000" > "$group/cpu.max"
  else
    echo 100000 > "$group/cpu.cfs_period_us"
    echo "$CPUS * 100000 / 1" | bc > "$group/cpu.cfs_quota_us"
  fi
  echo "$2" > "$group/cgroup.procs"
}
start_sandbox() {
  "${start[@]}" -Xmx1g "${program[@]}" sandbox run --port 18090 --empty > "$work/sandbox.log" 2>&1 &
  sandbox=$!
  pids+=("$sandbox")
  until curl -sf -o /dev/null $vendors/sandbox/salesforce/stats; do sleep 0.1; done
}
start_runtime() { # n
  local pin=()
  [[ -z "${CPUS:-}" || "$CPUS" == *.* ]] || pin=(taskset -c "$(cores "$1")")
  # shellcheck disable=SC2086
  "${pin[@]}" "${start[@]}" $java_opts $store $bus -Dserai.instance="bench-$1" -Dquarkus.profile=sandbox -Dserai.sandbox.enabled=false \
    -Dquarkus.log.level=WARN -Dquarkus.http.port=1808"$1" -Dquarkus.management.port=1900"$1" -Dserai.poll.initial-delay=1h \
    -Dserai.systems.magento-pl.url=$vendors/sandbox/magento-pl -Dserai.systems.magento-de.url=$vendors/sandbox/magento-de \
    -Dserai.systems.salesforce.url=$vendors/sandbox/salesforce "${program[@]}" > "$work/serai$1.log" 2>&1 &
  runtimes+=($!)
  pids+=($!)
  until curl -sf -o /dev/null "http://localhost:1900$1/q/health/ready"; do
    kill -0 "${runtimes[-1]}" || { cat "$work/serai$1.log" >&2; exit 1; }
    sleep 0.1
  done
  [[ "${CPUS:-}" != *.* ]] || quota "$1" "${runtimes[-1]}"
}

# --- what is read; objects are those of a system, Salesforce when none is named
now() { date +%s%3N; }
held() { curl -s "$vendors/sandbox/${2:-salesforce}/stats" | sed -E "s/.*\"$1\":\{\"held\":([0-9]+).*/\1/"; }
calls() { curl -s $vendors/sandbox/salesforce/stats | sed -E 's/.*"callsTotal":([0-9]+).*/\1/'; }
await_held() { until [ "$(held "$1" "${3:-salesforce}")" -ge "$2" ]; do sleep 0.05; done; }
cpu() { local sum=0 pid; for pid in "$@"; do sum=$(echo "$sum + $(awk -v hz="$(getconf CLK_TCK)" '{printf "%.2f", ($14 + $15) / hz}' "/proc/$pid/stat")" | bc); done; echo "$sum"; }
peak() { local most=0 pid rss; for pid in "$@"; do rss=$(awk '/^VmHWM/ {printf "%d", $2 / 1024}' "/proc/$pid/status"); [ "$rss" -le "$most" ] || most=$rss; done; echo "$most"; }
dead() { curl -s http://localhost:19001/q/metrics | awk '/^serai_bus_dead_messages/ {sum += $NF} END {printf "%d", sum}'; }
