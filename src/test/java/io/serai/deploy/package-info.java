/** What is shipped beside the runtime: Kubernetes manifests, alerts, dashboards. */
package io.serai.deploy;
