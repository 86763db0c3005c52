package io.serai.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.message.Json;
import io.serai.sandbox.Rate;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "run",
        description = "Runs the vendors' doubles alone, until it is told to stop (Ctrl-C or SIGTERM).",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {"130:stopped by Ctrl-C; 143 by SIGTERM", "1:could not start", Exit.USAGE_TEXT})
class SandboxRun implements Callable<Integer> {
    @Mixin
    Output output;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8090",
            description = "Where it listens (${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--trickle",
            paramLabel = "RATE",
            converter = Rates.class,
            description = "Customers, orders and changes that each shop makes by itself, such as 1/s or 30/m.")
    double trickle;

    @Option(
            names = "--webhook-url",
            paramLabel = "URL",
            description = "Where changes are pushed, such as http://localhost:8080/hooks/{system}.")
    String webhooks;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description =
                    "RabbitMQ to which the custom shop tells what happens, such as amqp://guest:guest@localhost:5672.")
    String broker;

    @Option(names = "--history", description = "Keep what every write to Salesforce brought.")
    boolean history;

    @Option(names = "--empty", description = "Begin with no customers and no orders.")
    boolean empty;

    @Override
    public Integer call() throws InterruptedException {
        SandboxServer server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        String url = "http://localhost:" + server.port();
        if (output.json) output.print(Json.MAPPER.createObjectNode().put("url", url));
        else output.out().println("The sandbox answers at " + url + "/sandbox/<system>. Press Ctrl-C to end it.");
        output.out().flush();
        new CountDownLatch(1).await(); // only a signal ends it
        return Exit.OK;
    }

    private SandboxServer start() {
        try {
            return SandboxServer.start(port, options());
        } catch (IllegalStateException e) {
            throw new CommandFailed(Exit.FOUND, e.getMessage());
        }
    }

    private SandboxOptions options() {
        SandboxOptions options = SandboxOptions.defaults().withTrickle(trickle).withHistory(history);
        if (empty) options = options.withSeed(SandboxOptions.Seed.NOTHING);
        if (broker != null) options = options.withBroker(broker);
        return webhooks == null
                ? options
                : options.withWebhooks(options.webhooks().to(webhooks));
    }

    @RegisterForReflection
    static class Rates implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return Rate.perSecond(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
