package io.serai.sandbox;

import java.util.Iterator;
import java.util.List;

/** The command line of {@link SandboxServer#main}. */
record SandboxArguments(int port, SandboxOptions options) {
    static SandboxArguments parse(String... arguments) {
        int port = 8090;
        SandboxOptions options = SandboxOptions.defaults();
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--port" -> port = Integer.parseInt(value(word, words));
                case "--trickle" -> options = options.withTrickle(Rate.perSecond(value(word, words)));
                case "--webhook-url" ->
                    options = options.withWebhooks(options.webhooks().to(value(word, words)));
                case "--broker" -> options = options.withBroker(value(word, words));
                case "--history" -> options = options.withHistory(true);
                case "--empty" -> options = options.withSeed(SandboxOptions.Seed.NOTHING);
                default ->
                    throw new IllegalArgumentException("unknown argument " + word
                            + "; expected --port, --trickle, --webhook-url, --broker, --history or --empty");
            }
        }
        return new SandboxArguments(port, options);
    }

    private static String value(String name, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return words.next();
    }
}
