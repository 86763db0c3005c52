package io.serai.flow;

import io.serai.flow.check.FlowFile;
import io.serai.flow.check.FlowFolder;
import io.serai.flow.check.FlowParser;
import io.serai.flow.check.Parsed;
import io.serai.flow.check.RouteCheck;
import io.serai.message.Finding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Loads the routes folder and follows its changes.
 *
 * <p>A changed file is checked before anything is touched, then replaced alone; what cannot be used leaves the running revision as
 * it is (Invariant 6) and is tried again only when something in the folder changes. One thread at a time.
 */
final class Reloader {
    private static final Logger LOG = Logger.getLogger("io.serai.flow");
    private static final String IDLE =
            "all flows that are for systems are off, as none of these systems is configured. At least one is"
                    + " needed, with its .kind, .url and .auth: a shop, such as serai.systems.<name>.kind=magento, or another system, such as"
                    + " serai.systems.salesforce.url";

    private final FlowFolder folder;
    private final FlowParser parser;
    private final RouteCheck check;
    private final Deployer deployer;
    private final ReloadLog log;
    private volatile Deployment running = Deployment.NOTHING;
    private SortedMap<String, FlowFile> seen = new TreeMap<>();

    Reloader(FlowFolder folder, FlowParser parser, RouteCheck check, Deployer deployer, ReloadLog log) {
        this.folder = folder;
        this.parser = parser;
        this.check = check;
        this.deployer = deployer;
        this.log = log;
    }

    Deployment running() {
        return running;
    }

    /**
     * Loads everything.
     *
     * @param others findings outside of the folder, to be told in the same message
     * @throws FlowException with all findings of all files; also where flows are for systems and none of these is there
     */
    synchronized void start(List<Finding> others) {
        seen = read();
        List<Parsed> files = parser.parse(seen.values());
        List<Finding> findings =
                Stream.concat(others.stream(), check.check(files).stream()).toList();
        List<Finding> errors = findings.stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) throw new FlowException("Serai cannot start, as these files have errors:", errors);
        findings.forEach(LOG::warn);
        Deployment wanted = Deployment.of(files);
        if (deployer.idle(wanted))
            throw new FlowException(
                    "Serai cannot start:", List.of(Finding.error(folder.path().toString(), 1, 1, IDLE)));
        try {
            deployer.replace(Deployment.NOTHING, wanted);
        } catch (FlowException e) {
            throw new FlowException("Serai cannot start, as these routes do not:", e.findings());
        }
        running = wanted;
        LOG.infof(
                "%d flows from %d files in %s%s",
                wanted.routes().size(), files.size(), folder.path(), deployer.off(wanted));
    }

    private SortedMap<String, FlowFile> read() {
        try {
            return folder.read();
        } catch (IOException e) {
            String what = "the folder cannot be read; serai.routes names it (" + e.getMessage() + ")";
            throw new FlowException(
                    "Serai cannot start:", List.of(Finding.error(folder.path().toString(), 1, 1, what)));
        }
    }

    /** Looks for changes and takes those that can be used. Returns whether there were any. */
    synchronized boolean poll() throws IOException, InterruptedException {
        SortedMap<String, FlowFile> disk = settled();
        if (disk.equals(seen)) return false;
        seen = disk;
        Map<String, Parsed> changed = changed(disk);
        if (!changed.isEmpty()) reload(changed);
        return true;
    }

    /** A file may be half written: what counts is what two readings in a row agree upon. */
    private SortedMap<String, FlowFile> settled() throws IOException, InterruptedException {
        SortedMap<String, FlowFile> disk = folder.read();
        for (int i = 0; i < 20 && !disk.equals(seen); i++) {
            Thread.sleep(50);
            SortedMap<String, FlowFile> again = folder.read();
            if (again.equals(disk)) break;
            disk = again;
        }
        return disk;
    }

    private Map<String, Parsed> changed(SortedMap<String, FlowFile> disk) {
        Map<String, Parsed> changed = new HashMap<>();
        Set<String> names = new TreeSet<>(running.files().keySet());
        names.addAll(disk.keySet());
        log.failures().forEach(failure -> names.add(failure.file()));
        for (String name : names) {
            FlowFile file = disk.get(name);
            String wanted = file == null ? null : file.revision();
            if (java.util.Objects.equals(wanted, running.revision(name))) log.forgetFailure(name);
            else changed.put(name, file == null ? null : parser.parse(file));
        }
        return changed;
    }

    private void reload(Map<String, Parsed> changed) {
        Instant begin = Instant.now();
        Candidates candidates = new Candidates(running, changed, check);
        Set<String> taken = candidates.choose();
        Map<String, List<Finding>> refused = new TreeMap<>(candidates.refused());
        Deployment before = running;
        taken = deploy(candidates, taken, refused);
        Duration took = Duration.between(begin, Instant.now());
        List<Finding> warnings =
                taken.isEmpty() ? List.of() : check.check(running.files().values());
        for (String name : changed.keySet()) {
            List<Finding> about = refused.getOrDefault(name, of(name, warnings));
            log.add(result(name, before, changed.get(name), !refused.containsKey(name), about, begin, took));
        }
    }

    private static List<Finding> of(String file, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.file().equals(file)).toList();
    }

    /** Files whose routes do not start are left out, and the rest is tried without them. */
    private Set<String> deploy(Candidates candidates, Set<String> chosen, Map<String, List<Finding>> refused) {
        Set<String> taken = new TreeSet<>(chosen);
        while (!taken.isEmpty()) {
            Deployment wanted = Deployment.of(candidates.with(taken));
            try {
                deployer.replace(running, wanted);
                running = wanted;
                return taken;
            } catch (FlowException e) {
                List<String> guilty = new ArrayList<>(taken);
                guilty.removeIf(file -> e.findings().stream()
                        .noneMatch(finding -> finding.file().equals(file)));
                if (guilty.isEmpty()) guilty.addAll(taken);
                guilty.forEach(file -> refused.put(file, e.findings()));
                guilty.forEach(taken::remove);
            }
        }
        return taken;
    }

    private static Reload result(
            String name, Deployment before, Parsed file, boolean ok, List<Finding> about, Instant at, Duration took) {
        Parsed known = file == null ? before.files().get(name) : file;
        String to = file == null ? null : file.file().revision();
        return new Reload(name, known.file().kind().label(), before.revision(name), to, ok, about, at, took);
    }
}
