package io.serai.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** A Secret as Kubernetes mounts it: files are links into a folder that is replaced as a whole by changing one link. */
final class MountedSecret {
    private final Path volume;
    private final Map<String, String> keys = new TreeMap<>();
    private int version;

    MountedSecret(Path volume) {
        this.volume = volume;
    }

    /** The file of a key. */
    String file(String key) {
        return volume.resolve(key).toString();
    }

    /** Writes a new version of all keys, in which this one has this value. */
    void put(String key, String value) {
        keys.put(key, value);
        try {
            Path data = Files.createDirectory(volume.resolve("..version-" + ++version));
            for (Map.Entry<String, String> each : keys.entrySet())
                Files.writeString(data.resolve(each.getKey()), each.getValue());
            Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), data.getFileName());
            Files.move(link, volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            if (!Files.isSymbolicLink(volume.resolve(key)))
                Files.createSymbolicLink(volume.resolve(key), Path.of("..data", key));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
