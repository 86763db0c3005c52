package io.serai.bus;

/** A consumer group of a topic; gets every message once. */
record Group(long id, String topic, String name) {}
