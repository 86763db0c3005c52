package io.serai.store;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds the database file for this process alone: its in-flight messages are known to one process only, so a second one would
 * handle them again. The operating system frees the lock of a killed process.
 */
final class SqliteFile implements AutoCloseable {
    private final FileChannel channel;

    private SqliteFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder if need be and takes the lock.
     *
     * @throws ConfigurationException when another process has it or the file cannot be made
     */
    static SqliteFile hold(Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
            Path lock = absolute.resolveSibling(absolute.getFileName() + ".lock");
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new ConfigurationException("serai.store.file: " + absolute
                        + " is in use by another Serai process; stop that one, or give each its own file");
            }
            return new SqliteFile(channel);
        } catch (IOException e) {
            throw new ConfigurationException("serai.store.file: cannot use " + absolute + " (" + e + ")");
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held within this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
