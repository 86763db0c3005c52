package io.serai.it.oracle;

import io.serai.it.RuntimeProcess;
import java.util.List;

/** A database or a broker that the runtime uses, and how it fails. */
public interface Service extends AutoCloseable {
    /** Tells the runtime to use it. */
    void configure(RuntimeProcess runtime);

    List<Fault> faults(Replicas replicas);

    @Override
    void close();
}
