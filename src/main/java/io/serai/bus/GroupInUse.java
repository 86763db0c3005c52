package io.serai.bus;

/** A group cannot be removed while a flow reads it. */
public class GroupInUse extends RuntimeException {
    GroupInUse(String topic, String group) {
        super(
                "a flow reads group " + group + " of topic " + topic + "; remove or change the flow first",
                null,
                false,
                false);
    }
}
