/**
 * RabbitMQ as the bus's broker, by Camel's spring-rabbitmq component: a topic exchange, a few quorum queues per group that share its keys,
 * publisher confirms, acknowledgement after the effect (Invariant 2). Nobody outside knows this package; {@code serai.bus.transport=rabbitmq}
 * chooses it.
 */
package io.serai.bus.rabbitmq;
