package io.serai.bus.rabbitmq;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.springframework.aop.framework.AdvisedSupport;
import org.springframework.aop.framework.AopProxy;

/**
 * For the native image only, which knows no classes that are made at run time: Spring's listener containers are proxied by the JDK's own
 * proxies, which {@code reachability-metadata.json} names.
 */
@TargetClass(className = "org.springframework.aop.framework.DefaultAopProxyFactory")
final class AopWithoutClasses {
    @Substitute
    public AopProxy createAopProxy(AdvisedSupport config) {
        return (AopProxy) (Object) new JdkProxy(config);
    }

    /** Spring's class, which is not visible from here. */
    @TargetClass(className = "org.springframework.aop.framework.JdkDynamicAopProxy")
    static final class JdkProxy {
        @Alias
        JdkProxy(AdvisedSupport config) {}
    }
}
