package io.serai.connect.salesforce;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.connect.CallMeter;
import io.serai.connect.Credentials;
import io.serai.connect.Secret;
import io.serai.connect.VendorSystem;
import io.serai.connect.quota.Limiter;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpoint;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.component.salesforce.SalesforceLoginConfig;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.apache.camel.component.salesforce.internal.PayloadFormat;
import org.apache.camel.component.salesforce.internal.client.RawClient;
import org.apache.camel.component.salesforce.internal.dto.LoginError;
import org.apache.camel.component.salesforce.internal.dto.LoginToken;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;

/**
 * camel-salesforce for one org; operations and options are its own. Logs in with the first call and again when a session has
 * ended, and then repeats the call once.
 *
 * <p>For the operation {@code raw}, a {@code rawPath} that does not begin with {@code /services} is below {@code
 * /services/data/v<api-version>}.
 */
@RegisterForReflection(
        targets = {
            LoginToken.class,
            LoginError.class,
            RestError.class,
            SalesforceEndpoint.class,
            LimitedSalesforceEndpoint.class,
            SalesforceEndpointConfig.class
        })
public final class SalesforceSystemComponent extends SalesforceComponent {
    private final VendorSystem system;
    private final CallMeter meter;
    private final Limiter limiter;

    public SalesforceSystemComponent(VendorSystem system, CallMeter meter, Limiter limiter) {
        this.system = system;
        this.meter = meter;
        this.limiter = limiter;
        setLoginConfig(login(system));
        setHttpClientConnectionTimeout(system.connectTimeout().toMillis());
        setHttpRequestTimeout(system.responseTimeout().toMillis());
    }

    @Override
    protected void doStart() throws Exception {
        SalesforceEndpointConfig config = new SalesforceEndpointConfig();
        config.setRawPayload(true);
        config.setFormat(PayloadFormat.JSON);
        config.setApiVersion(system.apiVersion());
        config.setHttpClient(new FrugalSalesforceClient(getCamelContext(), system, meter, limiter));
        setConfig(config);
        super.doStart();
        getHttpClient().getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    }

    /** camel-salesforce's endpoint with a producer that waits for its turn. */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SalesforceEndpoint made = (SalesforceEndpoint) super.createEndpoint(uri, remaining, parameters);
        return new LimitedSalesforceEndpoint(uri, this, made, system.name(), limiter);
    }

    @Override
    public RawClient createRawClientFor(SalesforceEndpoint endpoint) throws SalesforceException {
        return new MeteredRawClient(system, meter, super.createRawClientFor(endpoint));
    }

    /** camel-salesforce's own, which is found by its name and not by this class; without it options would need reflection. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return PluginHelper.getConfigurerResolver(getCamelContext())
                .resolvePropertyConfigurer("salesforce-endpoint-configurer", getCamelContext());
    }

    private static SalesforceLoginConfig login(VendorSystem system) {
        Login login = new Login();
        login.setLazyLogin(true);
        login.setLoginUrl(system.url().toString());
        if (system.credentials() instanceof Credentials.ClientCredentials client) {
            login.setType(AuthenticationType.CLIENT_CREDENTIALS);
            login.setClientId(client.clientId());
            login.setClientSecret(client.clientSecret().reveal()); // looked at when it starts
            login.secret = client.clientSecret();
        } else if (system.credentials() instanceof Credentials.JwtBearer jwt) {
            login.setType(AuthenticationType.JWT);
            login.setClientId(jwt.clientId());
            login.setUserName(jwt.username());
            login.setKeystore(new OneKeyStore(jwt.key()));
            login.setJwtAudience(jwt.audience());
        } else {
            throw new IllegalArgumentException(system.name() + " cannot log in with " + system.credentials());
        }
        return login;
    }

    /** Each login asks for the client secret, which may have changed since the last one. */
    private static final class Login extends SalesforceLoginConfig {
        private Secret secret;

        @Override
        public String getClientSecret() {
            return secret == null ? null : secret.reveal();
        }
    }
}
