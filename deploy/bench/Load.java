import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends signed webhooks of Magento orders or customers over keep-alive connections and tells how many were accepted a second.
 *
 * <p>Run with {@code java Load.java --url http://localhost:8080/hooks/magento-pl --secret S --entity order --count 40000}. All
 * requests are built and signed before the clock starts, so that the generator costs little beside what it measures. Options:
 * {@code --connections} (32), {@code --first} (number of the first entity, 1), {@code --customers} (orders are spread over so many
 * registered customers, 1000), {@code --rate} (requests a second, sent evenly; as fast as they are answered when 0, the default).
 */
public final class Load {
    private static final DateTimeFormatter MAGENTO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        URI url = URI.create(options.getOrDefault("url", "http://localhost:8080/hooks/magento-pl"));
        int count = Integer.parseInt(options.getOrDefault("count", "10000"));
        int connections = Integer.parseInt(options.getOrDefault("connections", "32"));
        double rate = Double.parseDouble(options.getOrDefault("rate", "0"));
        byte[][] requests = requests(url, options, count);
        System.out.println(send(url, requests, connections, rate));
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i].replaceFirst("^--", ""), args[i + 1]);
        return options;
    }

    private static byte[][] requests(URI url, Map<String, String> options, int count) throws Exception {
        String entity = options.getOrDefault("entity", "order");
        int first = Integer.parseInt(options.getOrDefault("first", "1"));
        int customers = Integer.parseInt(options.getOrDefault("customers", "1000"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(options.get("secret").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        long now = Instant.now().getEpochSecond();
        byte[][] requests = new byte[count][];
        for (int i = 0; i < count; i++) {
            int id = first + i;
            String data = entity.equals("order") ? order(id, 1 + id % customers) : customer(id);
            String body = "{\"type\":\"" + entity + ".updated\",\"timestamp\":\"" + Instant.ofEpochSecond(now) + "\",\"data\":" + data + "}";
            String name = "msg_" + now + "_" + entity + "_" + id;
            byte[] signature = mac.doFinal((name + "." + now + "." + body).getBytes(StandardCharsets.UTF_8));
            byte[] payload = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + payload.length
                    + "\r\nwebhook-id: " + name + "\r\nwebhook-timestamp: " + now
                    + "\r\nwebhook-signature: v1," + Base64.getEncoder().encodeToString(signature) + "\r\n\r\n";
            requests[i] = (head + body).getBytes(StandardCharsets.UTF_8);
        }
        return requests;
    }

    private static String customer(int id) {
        String now = MAGENTO_TIME.format(Instant.now());
        return """
            {"id":%1$d,"group_id":1,"created_at":"2026-01-14 08:12:09","updated_at":"%2$s","email":"bench%1$d@example.com",\
            "firstname":"Anna","lastname":"Berg-%1$d","store_id":1,"website_id":1,"default_billing":"%1$d","addresses":[{"id":%1$d,\
            "customer_id":%1$d,"country_id":"DE","street":["Lindenstrasse %1$d"],"telephone":"+49 30 5550142","postcode":"10969",\
            "city":"Berlin","firstname":"Anna","lastname":"Berg-%1$d","default_billing":true}],\
            "extension_attributes":{"is_subscribed":true}}"""
                .formatted(id, now);
    }

    private static String order(int id, int customer) {
        String now = MAGENTO_TIME.format(Instant.now());
        return """
            {"entity_id":%1$d,"increment_id":"%1$09d","state":"processing","status":"processing","store_id":1,"customer_is_guest":0,\
            "customer_id":%3$d,"customer_email":"bench%3$d@example.com","customer_firstname":"Anna","customer_lastname":"Berg-%3$d",\
            "order_currency_code":"EUR","base_currency_code":"EUR","subtotal":50.42,"subtotal_incl_tax":60,"tax_amount":8.58,\
            "discount_amount":-5,"shipping_amount":4.9,"grand_total":58.9,"total_paid":58.9,"total_due":0,"coupon_code":"WELCOME5",\
            "created_at":"%2$s","updated_at":"%2$s","items":[{"item_id":%1$d1,"sku":"TB-07-GRN","name":"Trail Bottle",\
            "product_type":"simple","qty_ordered":2,"price":25.21,"price_incl_tax":30,"tax_percent":19,"tax_amount":8.58,\
            "row_total":50.42,"discount_amount":5}],"billing_address":{"address_type":"billing","firstname":"Anna",\
            "lastname":"Berg-%3$d","street":["Lindenstrasse 7"],"city":"Berlin","postcode":"10969","country_id":"DE",\
            "email":"bench%3$d@example.com"},"payment":{"method":"checkmo"},"extension_attributes":{"shipping_assignments":[{"shipping":\
            {"address":{"firstname":"Anna","lastname":"Berg-%3$d","street":["Lindenstrasse 7"],"city":"Berlin","postcode":"10969",\
            "country_id":"DE"},"method":"flatrate_flatrate"}}]}}"""
                .formatted(id, now, customer);
    }

    private static String send(URI url, byte[][] requests, int connections, double rate) throws Exception {
        long[] micros = new long[requests.length];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        AtomicReference<String> refused = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            Thread thread = new Thread(() -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
                    socket.setTcpNoDelay(true);
                    InputStream in = new BufferedInputStream(socket.getInputStream(), 4_096);
                    OutputStream out = socket.getOutputStream();
                    ready.countDown();
                    go.await();
                    long start = System.nanoTime();
                    for (int i = next.getAndIncrement(); i < requests.length; i = next.getAndIncrement()) {
                        if (rate > 0) LockSupport.parkNanos(start + (long) (i / rate * 1e9) - System.nanoTime());
                        long began = System.nanoTime();
                        out.write(requests[i]);
                        int status = response(in);
                        micros[i] = (System.nanoTime() - began) / 1_000;
                        if (status == 202) accepted.incrementAndGet();
                        else refused.compareAndSet(null, "HTTP " + status);
                    }
                } catch (IOException | InterruptedException e) {
                    refused.compareAndSet(null, e.toString());
                    ready.countDown();
                }
            });
            thread.start();
            threads.add(thread);
        }
        ready.await();
        long began = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) thread.join();
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(micros);
        return "{\"sent\":%d,\"accepted\":%d,\"seconds\":%.3f,\"perSecond\":%.0f,\"p50ms\":%.2f,\"p99ms\":%.2f,\"refused\":%s}"
                .formatted(
                        requests.length,
                        accepted.get(),
                        seconds,
                        accepted.get() / seconds,
                        micros[requests.length / 2] / 1e3,
                        micros[(int) (requests.length * 0.99)] / 1e3,
                        refused.get() == null ? "null" : "\"" + refused.get() + "\"");
    }

    /** Reads one response, whole or in chunks, and gives its status. */
    private static int response(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) length = Integer.parseInt(header.substring(15).trim());
            if (header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26)) chunked = true;
        }
        if (!chunked) in.skipNBytes(length);
        while (chunked) {
            length = Integer.parseInt(line(in), 16);
            in.skipNBytes(length);
            line(in);
            chunked = length > 0;
        }
        return Integer.parseInt(status.substring(9, 12));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the connection was closed");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }
}
