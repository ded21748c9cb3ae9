// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.Hooks;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the sessions' events to an interceptor; what it throws ends here. */
final class InterceptorHooks implements Hooks {
    private final Interceptor interceptor;
    private final LogSink log;

    InterceptorHooks(Interceptor interceptor, LogSink log) {
        this.interceptor = interceptor;
        this.log = log;
    }

    @Override
    public Decision published(ClientSession from, PublishFrame frame) {
        FrameView view = new FrameView(info(from), frame);
        try {
            return interceptor.published(view).decision();
        } catch (RuntimeException e) {
            failed(e);
            return Decision.DELIVER;
        } finally {
            view.end();
        }
    }

    @Override
    public void delivered(ClientSession to, PublishFrame frame, byte[] sid, byte @Nullable [] queue) {
        FrameView view = new FrameView(info(to), frame);
        guarded(i -> i.delivered(view, text(sid), textOrNull(queue)));
        view.end();
    }

    @Override
    public void connected(ClientSession client) {
        guarded(i -> i.connected(info(client)));
    }

    @Override
    public void disconnected(ClientSession client, ClosedReason reason) {
        guarded(i -> i.disconnected(info(client), reason.text()));
    }

    @Override
    public void subscribed(ClientSession client, byte[] subject, byte @Nullable [] queue, byte[] sid) {
        guarded(i -> i.subscribed(info(client), text(subject), textOrNull(queue), text(sid)));
    }

    @Override
    public void unsubscribed(ClientSession client, byte[] subject, byte @Nullable [] queue, byte[] sid) {
        guarded(i -> i.unsubscribed(info(client), text(subject), textOrNull(queue), text(sid)));
    }

    private void guarded(Consumer<Interceptor> call) {
        try {
            call.accept(interceptor);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        log.log(LogSink.Level.ERROR, "Interceptor failed: " + e);
    }

    private static ClientInfo info(ClientSession session) {
        return new ClientInfo(
                session.id(),
                session.options().name(),
                session.account().name(),
                session.user(),
                session.host(),
                session.port());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable String textOrNull(byte @Nullable [] bytes) {
        return bytes == null ? null : text(bytes);
    }
}
