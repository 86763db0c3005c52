package io.serai.message;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Makes ids that sort by the time of their making (UUIDv7). Thread-safe. */
@Singleton
public class Ids {
    private final TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();

    public String next() {
        return generator.generate().toString();
    }

    /** An id that sorts as if it had been made at that time. */
    public String at(Instant time) {
        return generator.construct(time.toEpochMilli()).toString();
    }
}
