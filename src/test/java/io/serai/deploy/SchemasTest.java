package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the manifests is one that can fail. */
class SchemasTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apps/v1   | Deployment   | {replicsa: 1}                                                            | replicsa
            apps/v1   | Deployment   | {template: {spec: {containers: [{name: a, readinesProbe: {}}]}}}         | readinesProbe
            apps/v1   | Deployment   | {replicas: several}                                                      | several
            v1        | Service      | {ports: [{name: http, tragetPort: 80}]}                                  | tragetPort
            keda.sh/v1alpha1 | ScaledObject | {minReplicas: 1}                                                  | minReplicas
            v2        | Deployment   | {}                                                                       | no model
            """)
    void whatAKindDoesNotHaveIsFound(String version, String kind, String spec, String found) {
        Manifest manifest = Manifest.all(
                        "{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: x}, spec: " + spec + "}")
                .get(0);
        assertThatThrownBy(() -> Schemas.check(manifest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(found);
    }
}
