// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.cli.expression.Shape.Field;
import io.natskit.cli.expression.Shape.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The structs by which the nats CLI knows streams and consumers: of each field its name in JSON, in Go, and what it holds. */
final class Shapes {
    private static final Map<String, Shape> ALL = new HashMap<>();

    private Shapes() {}

    static {
        add("ApiError", true, """
                code Code number
                err_code ErrCode number
                description Description text
                """);
        add("Placement", false, """
                cluster Cluster text
                tags Tags list
                preferred Preferred text
                """);
        add("ExternalStream", false, """
                api ApiPrefix text
                deliver DeliverPrefix text
                """);
        add("SubjectTransformConfig", false, """
                src Source text
                dest Destination text
                """);
        add("StreamConsumerSource", false, """
                name Name text
                deliver_subject DeliverSubject text
                """);
        add("StreamSource", false, """
                name Name text
                opt_start_seq OptStartSeq number
                opt_start_time OptStartTime maybe_time
                filter_subject FilterSubject text
                external External maybe ExternalStream
                subject_transforms SubjectTransforms structs SubjectTransformConfig
                consumer Consumer maybe StreamConsumerSource
                """);
        add("StreamSourceInfo", false, """
                name Name text
                external External maybe ExternalStream
                lag Lag number
                active Active duration
                error Error maybe ApiError
                filter_subject FilterSubject text
                subject_transforms SubjectTransforms structs SubjectTransformConfig
                """);
        add("RePublish", false, """
                src Source text
                dest Destination text
                headers_only HeadersOnly flag
                """);
        add("StreamConsumerLimits", false, """
                inactive_threshold InactiveThreshold duration
                max_ack_pending MaxAckPending number
                """);
        add("StreamConfig", false, """
                name Name text
                description Description text
                subjects Subjects list
                retention Retention constant limits
                max_consumers MaxConsumers number
                max_msgs_per_subject MaxMsgsPer number
                max_msgs MaxMsgs number
                max_bytes MaxBytes number
                max_age MaxAge duration
                max_msg_size MaxMsgSize number
                storage Storage constant file
                discard Discard constant old
                num_replicas Replicas number
                no_ack NoAck flag
                duplicate_window Duplicates duration
                placement Placement maybe Placement
                mirror Mirror maybe StreamSource
                sources Sources structs StreamSource
                compression Compression constant none
                subject_transform SubjectTransform maybe SubjectTransformConfig
                republish RePublish maybe RePublish
                sealed Sealed flag
                deny_delete DenyDelete flag
                deny_purge DenyPurge flag
                allow_rollup_hdrs RollupAllowed flag
                allow_direct AllowDirect flag
                mirror_direct MirrorDirect flag
                discard_new_per_subject DiscardNewPer flag
                first_seq FirstSeq number
                metadata Metadata map
                allow_msg_ttl AllowMsgTTL flag
                subject_delete_marker_ttl SubjectDeleteMarkerTTL duration
                consumer_limits ConsumerLimits struct StreamConsumerLimits
                allow_atomic AllowAtomicPublish flag
                allow_msg_counter AllowMsgCounter flag
                allow_msg_schedules AllowMsgSchedules flag
                persist_mode PersistMode constant default
                allow_batched AllowBatchPublish flag
                """);
        add("LostStreamData", false, """
                msgs Msgs list
                bytes Bytes number
                """);
        add("StreamState", false, """
                messages Msgs number
                bytes Bytes number
                first_seq FirstSeq number
                first_ts FirstTime time
                last_seq LastSeq number
                last_ts LastTime time
                num_deleted NumDeleted number
                deleted Deleted list
                num_subjects NumSubjects number
                subjects Subjects map
                lost Lost maybe LostStreamData
                consumer_count Consumers number
                """);
        add("PeerInfo", false, """
                name Name text
                current Current flag
                offline Offline flag
                active Active duration
                lag Lag number
                peer Peer text
                pending Pending flag
                """);
        add("ClusterInfo", false, """
                name Name text
                raft_group RaftGroup text
                leader Leader text
                leader_since LeaderSince maybe_time
                system_account SystemAcc flag
                traffic_account TrafficAcc text
                replicas Replicas structs PeerInfo
                """);
        add("StreamAlternate", false, """
                name Name text
                domain Domain text
                cluster Cluster text
                """);
        add("StreamInfo", false, """
                config Config struct StreamConfig
                created Created time
                state State struct StreamState
                domain Domain text
                cluster Cluster maybe ClusterInfo
                mirror Mirror maybe StreamSourceInfo
                sources Sources structs StreamSourceInfo
                alternates Alternates structs StreamAlternate
                ts TimeStamp time
                """);
        add("ConsumerConfig", false, """
                description Description text
                ack_policy AckPolicy constant none
                ack_wait AckWait duration
                deliver_policy DeliverPolicy constant all
                deliver_subject DeliverSubject text
                deliver_group DeliverGroup text
                durable_name Durable text
                name Name text
                filter_subject FilterSubject text
                filter_subjects FilterSubjects list
                flow_control FlowControl flag
                idle_heartbeat Heartbeat duration
                max_ack_pending MaxAckPending number
                max_deliver MaxDeliver number
                backoff BackOff durations
                max_waiting MaxWaiting number
                opt_start_seq OptStartSeq number
                opt_start_time OptStartTime maybe_time
                rate_limit_bps RateLimit number
                replay_policy ReplayPolicy constant instant
                sample_freq SampleFrequency text
                headers_only HeadersOnly flag
                max_batch MaxRequestBatch number
                max_expires MaxRequestExpires duration
                max_bytes MaxRequestMaxBytes number
                inactive_threshold InactiveThreshold duration
                num_replicas Replicas number
                mem_storage MemoryStorage flag
                metadata Metadata map
                pause_until PauseUntil time
                priority_groups PriorityGroups list
                priority_policy PriorityPolicy constant none
                priority_timeout PinnedTTL duration
                direct Direct flag
                sourcing Sourcing flag
                """);
        add("SequenceInfo", true, """
                consumer_seq Consumer number
                stream_seq Stream number
                last_active Last maybe_time
                """);
        add("PriorityGroupState", true, """
                group Group text
                pinned_client_id PinnedClientID text
                pinned_ts PinnedTS time
                """);
        add("ConsumerInfo", true, """
                stream_name Stream text
                name Name text
                config Config struct ConsumerConfig
                created Created time
                delivered Delivered struct SequenceInfo
                ack_floor AckFloor struct SequenceInfo
                num_ack_pending NumAckPending number
                num_redelivered NumRedelivered number
                num_waiting NumWaiting number
                num_pending NumPending number
                cluster Cluster maybe ClusterInfo
                push_bound PushBound flag
                paused Paused flag
                pause_remaining PauseRemaining duration
                ts TimeStamp time
                priority_groups PriorityGroups structs PriorityGroupState
                """);
    }

    /** What is told of a stream. */
    static Shape stream() {
        return of("StreamInfo");
    }

    /** What is told of a consumer. */
    static Shape consumer() {
        return of("ConsumerInfo");
    }

    private static Shape of(String type) {
        Shape shape = ALL.get(type);
        if (shape == null) {
            throw new IllegalStateException(type + " is not described before it is used");
        }
        return shape;
    }

    private static void add(String type, boolean lower, String lines) {
        List<Field> fields = new ArrayList<>();
        lines.lines().forEach(line -> fields.add(field(line.split(" ", -1))));
        ALL.put(type, new Shape("api." + type, lower, List.copyOf(fields)));
    }

    private static Field field(String[] words) {
        Kind kind = Kind.valueOf(words[2].toUpperCase(Locale.ROOT));
        String more = words.length > 3 ? words[3] : "";
        return kind == Kind.CONSTANT || more.isEmpty()
                ? new Field(words[0], words[1], kind, more, null)
                : new Field(words[0], words[1], kind, "", of(more));
    }
}
