package io.serai.flow.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.serai.message.Failure;
import io.serai.message.FailureClassifier;
import io.serai.message.SystemDirectory;
import io.serai.store.cluster.Leases;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * Begins flows at intervals, and keeps how far they have read.
 *
 * <p>What it works with is given, or found by its type in the registry.
 */
@org.apache.camel.spi.annotations.Component("schedule")
public class ScheduleComponent extends DefaultComponent {
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private Watermarks watermarks;
    private Leases leases;
    private SystemDirectory systems;
    private FailureClassifier classifier;
    private MeterRegistry meters;
    private volatile boolean held;

    public ScheduleComponent() {}

    /**
     * @param systems null when none are configured
     * @param classifier null to code every failure as {@code error}
     */
    public ScheduleComponent(
            Watermarks watermarks,
            Leases leases,
            SystemDirectory systems,
            FailureClassifier classifier,
            MeterRegistry meters) {
        this.watermarks = watermarks;
        this.leases = leases;
        this.systems = systems;
        this.classifier = classifier;
        this.meters = meters;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (watermarks == null)
            watermarks = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Watermarks.class);
        if (leases == null) leases = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Leases.class);
        if (systems == null) systems = CamelContextHelper.findSingleByType(getCamelContext(), SystemDirectory.class);
        if (classifier == null)
            classifier = CamelContextHelper.findSingleByType(getCamelContext(), FailureClassifier.class);
        if (meters == null) meters = CamelContextHelper.findSingleByType(getCamelContext(), MeterRegistry.class);
        if (meters == null) meters = Metrics.globalRegistry;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ScheduleEndpoint endpoint = new ScheduleEndpoint(uri, this);
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Watermarks watermarks() {
        return watermarks;
    }

    /** Of several replicas, one runs a schedule. */
    Leases leases() {
        return leases;
    }

    /** Null when none are configured. */
    SystemDirectory systems() {
        return systems;
    }

    MeterRegistry meters() {
        return meters;
    }

    Failure classify(Throwable failure) {
        return classifier == null
                ? new Failure(true, "error", failure.getMessage(), null)
                : classifier.classify(failure);
    }

    /** No run begins from now until {@link #release}: while flows are loaded, what they are to call may not be there yet. */
    public void hold() {
        held = true;
    }

    /** Delays of first runs begin now. */
    public void release() {
        held = false;
    }

    boolean held() {
        return held;
    }

    /** Names of the runs under way: one that outlives its route is not joined by that of the route's successor. */
    Set<String> running() {
        return running;
    }
}
