/* Extensions: late, twice, never, from the wrong place, and in order. */
#include "fake_ap.h"
#include "fake_ext.h"

#include <dot11_crypto_host.h>

#include "sta/radio.h"

#define SECOND UINT64_C(1000000)

static struct fake_ap ap;

static void build(void)
{
    ap = fake_ap(0);
    fake_begin();
    fake_ext_begin();
    fake_build();
    fake_start(0);
    (void)fake_ext_log();
}

static enum dot11_err connect_net(void)
{
    struct dot11_connect_req req = fake_req("net");

    req.ext = &fake_ext_ops;
    fake_beacon(&ap);
    return dot11_sta_connect(fake.stas[0], &req, NULL, fake.now_us);
}

/* Associated, with the extension's verdict open. */
static void associate(void)
{
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start assoc_done port connect_done "
                     "link_quality");
    assert_ext("pre post");
    fake_forget();
}

/* N80211-PRE-2, PRE-3, PRE-4 */
static void a_pre_association_may_take_its_time(void **unused)
{
    (void)unused;
    build();
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(connect_net(), D11_OK);
    fake_run(60 * SECOND);
    assert_events(0, "connect_start");
    assert_int_equal(fake_sent(11), 0);
    fake_beacon(&ap);
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_OK);
    assert_int_equal(fake_sent(11), 1);
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_ERR_STATE);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "assoc_start assoc_done port connect_done link_quality");
    fake_end();
}

static void a_pre_association_may_fail(void **unused)
{
    (void)unused;
    build();
    fake_ext.pre = D11_ERR_PASSPHRASE;
    assert_int_equal(connect_net(), D11_ERR_PASSPHRASE);
    assert_events(0, "");
    assert_ext("pre reset");
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(
        dot11_ext_pre_associate_done(fake_ext.host, D11_ERR_CRYPTO), D11_OK);
    assert_events(0, "connect_start connect_done!");
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.err,
                     D11_ERR_CRYPTO);
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.outcome,
                     D11_OUTCOME_SECURITY);
    assert_ext("pre reset");
    fake_end();
}

/* PRE-8, PRE-9: one that never ends is ended by the host. */
static void a_pre_association_can_be_cancelled(void **unused)
{
    (void)unused;
    build();
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_events(0, "connect_start connect_done! disconnect_done");
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_ERR_STATE);
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_sta_halt(fake.stas[0], fake.now_us), D11_OK);
    assert_events(0, "connect_start connect_done! halted");
    fake_end();
}

static void done_inside(const char *handler)
{
    if (strcmp(handler, "pre") == 0)
        assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                         D11_OK);
}

/* From inside the handler: carried out after it returned, and once. */
static void a_pre_association_may_end_inside_itself(void **unused)
{
    (void)unused;
    build();
    fake_ext.inside = done_inside;
    fake_ext.pre = D11_ERR_PENDING;
    associate();
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    (void)fake_events(0);
    (void)fake_ext_log();
    fake_ext.pre = D11_OK;
    associate();
    fake_end();
}

/* N80211-PRE-10: EtherTypes are set before the association, not during. */
static void ethertypes_have_their_window(void **unused)
{
    static const uint16_t types[5] = {0x88b5, 1, 2, 3, 4};

    (void)unused;
    build();
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1),
                     D11_ERR_STATE);
    fake_ext.pre = D11_ERR_PENDING;
    assert_int_equal(connect_net(), D11_OK);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 5),
                     D11_ERR_ARG);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, NULL, 1),
                     D11_ERR_ARG);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1), D11_OK);
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_OK);
    assert_int_equal(dot11_ext_set_ethertypes(fake_ext.host, types, 1),
                     D11_ERR_STATE);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    (void)fake_ext_log();
    /* EAPOL of init is not in the list any more; the new type is. */
    fake_data(&ap, 0);
    assert_ext("receive");
    assert_int_equal(fake_ext_send(1), D11_ERR_ARG);
    /* The next connection begins with those of init. */
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    (void)fake_events(0);
    fake_ext.pre = D11_OK;
    (void)fake_ext_log();
    associate();
    assert_int_equal(fake_ext_send(1), D11_OK);
    fake_end();
}

/* N80211-POST-3: refused at once, the port stays closed; the association is
 * of no use then and ends. */
static void a_port_refused_at_once_ends_the_association(void **unused)
{
    (void)unused;
    build();
    fake_ext.post = D11_ERR_SECURITY;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start assoc_done port connect_done "
                     "link_quality unauthorized disassoc port_gone");
    assert_int_equal(fake_sent(12), 1);
    assert_ext("pre post stop");
    fake_end();
}

static void a_port_with_keys_ready_opens_at_once(void **unused)
{
    (void)unused;
    build();
    fake_ext.post = D11_OK;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start assoc_done port connect_done "
                     "link_quality authorized");
    fake_end();
}

/* An extension that never gives a verdict */
static void a_verdict_that_never_comes_is_given_for_it(void **unused)
{
    (void)unused;
    build();
    associate();
    fake_air((struct fake_ap *[]){&ap}, 1,
             fake.config.port_timeout_us - 100000);
    assert_events(0, "");
    fake_air((struct fake_ap *[]){&ap}, 1, 100000);
    assert_memory_equal(fake_events(0), "unauthorized disassoc port_gone",
                        strlen("unauthorized disassoc port_gone"));
    assert_int_equal(fake.last[0][D11_EV_DISASSOC].u.disassoc.outcome,
                     D11_OUTCOME_SECURITY);
    fake_end();
}

/* N80211-POST-16, POST-17, 3.15: late calls for a closed port */
static void what_comes_after_the_port_is_refused(void **unused)
{
    (void)unused;
    build();
    associate();
    fake_leave(&ap, 0, true, 1);
    assert_ext("stop");
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_NOT_FOUND);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_ERR_NOT_FOUND);
    assert_int_equal(fake_ext_send(1), D11_ERR_NOT_FOUND);
    assert_events(0, "disassoc port_gone");
    fake_end();
}

/* A verdict that fails without leaving keeps the association, and the radio
 * is free for others again. */
static void a_closed_port_does_not_keep_the_radio(void **unused)
{
    (void)unused;
    build();
    associate();
    assert_int_equal(fake_ext_verdict(D11_ERR_VERIFY, false), D11_OK);
    assert_int_equal(dot11_sta_scan(fake.stas[0], NULL, NULL, fake.now_us),
                     D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
    assert_events(0, "unauthorized scan_done");
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_events(0, "authorized");
    fake_end();
}

/* N80211-EXTX-2: exactly one completion for each packet */
static void each_packet_completes_once(void **unused)
{
    (void)unused;
    build();
    associate();
    fake.keeps = true;
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(fake_ext_send(100 + i), D11_OK);
    assert_int_equal(fake_ext_send(104), D11_ERR_FULL);
    assert_ext("");
    fake_status();
    assert_ext("sent sent sent sent");
    assert_int_equal(fake_ext.cookie, 103);
    fake.no_ack = true;
    assert_int_equal(fake_ext_send(105), D11_OK);
    fake_status();
    assert_int_equal(fake_ext.sent_err, D11_ERR_LOST);
    fake.no_ack = false;
    /* The end of the association, with packets out */
    assert_int_equal(fake_ext_send(106), D11_OK);
    assert_int_equal(fake_ext_send(107), D11_OK);
    (void)fake_ext_log();
    assert_int_equal(dot11_sta_disconnect(fake.stas[0], NULL, fake.now_us),
                     D11_OK);
    assert_ext("stop sent sent reset");
    assert_int_equal(fake_ext.sent_err, D11_ERR_CANCELLED);
    /* What the radio gives back later is of the past. */
    fake_status();
    assert_ext("");
    (void)fake_events(0);
    fake.keeps = false;
    fake_end();
}

/* A packet that the radio has no place for */
static void a_packet_that_waits_dies_with_its_port(void **unused)
{
    (void)unused;
    build();
    associate();
    fake.tx_room = 0;
    assert_int_equal(fake_ext_send(1), D11_OK);
    assert_ext("");
    fake_leave(&ap, 0, true, 1);
    assert_ext("sent stop");
    assert_int_equal(fake_ext.sent_err, D11_ERR_LOST);
    fake.tx_room = SIZE_MAX;
    fake.no_frames = 1;
    (void)fake_events(0);
    fake_end();
}

static void packets_are_checked(void **unused)
{
    static uint8_t long_packet[3000];

    (void)unused;
    build();
    associate();
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id,
                                    D11_ETHERTYPE_EAPOL, long_packet, 2297, 1,
                                    0),
                     D11_ERR_ARG);
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id,
                                    D11_ETHERTYPE_EAPOL, NULL, 1, 1, 0),
                     D11_ERR_ARG);
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id, 0x88b5,
                                    long_packet, 10, 1, 0),
                     D11_ERR_ARG);
    fake.no_frames = 1;
    assert_int_equal(fake_ext_send(1), D11_ERR_FULL);
    assert_int_equal(fake_ext_send(1), D11_OK);
    assert_int_equal(dot11_ext_send(fake_ext.host, fake_ext.session_id + 1,
                                    D11_ETHERTYPE_EAPOL, NULL, 0, 1, 0),
                     D11_ERR_NOT_FOUND);
    fake_end();
}

static void flood_inside(const char *handler)
{
    unsigned taken = 0;

    if (strcmp(handler, "receive") != 0)
        return;
    while (dot11_ext_need_credentials(fake_ext.host, taken) == D11_OK)
        taken++;
    assert_int_equal(taken, D11_EXT_COMMANDS);
    assert_int_equal(fake_ext_send(1), D11_ERR_FULL);
    assert_int_equal(fake_ext_key(false, 1, 1), D11_ERR_UNSUPPORTED);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_FULL);
}

/* Decision 5: the list is bounded, and says so. */
static void the_list_of_commands_is_bounded(void **unused)
{
    (void)unused;
    build();
    associate();
    fake_ext.inside = flood_inside;
    fake_eapol(&ap, 0, 2, 99);
    fake_ext.inside = NULL;
    assert_events(0, "need_credentials");
    assert_int_equal(
        fake.last[0][D11_EV_NEED_CREDENTIALS].u.need_credentials.kind,
        D11_EXT_COMMANDS - 1);
    fake_end();
}

static void verdict_inside(const char *handler)
{
    if (strcmp(handler, "elements") == 0)
        assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1), D11_OK);
    if (strcmp(handler, "post") == 0)
        assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    if (strcmp(handler, "stop") == 0)
        (void)dot11_ext_need_credentials(fake_ext.host, 2);
    if (strcmp(handler, "sent") == 0)
        (void)fake_ext_verdict(D11_ERR_PROTOCOL, true);
}

/* From inside each handler: in order, after it, and never in the middle of
 * what the core is doing. */
static void handlers_may_ask_for_things(void **unused)
{
    (void)unused;
    build();
    fake_ext.inside = verdict_inside;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 20000);
    assert_events(0, "connect_start assoc_start need_credentials assoc_done "
                     "port connect_done link_quality authorized");
    assert_int_equal(fake_ext_send(9), D11_OK);
    fake_run(0);
    assert_memory_equal(fake_events(0), "unauthorized disassoc port_gone",
                        strlen("unauthorized disassoc port_gone"));
    fake_ext.inside = NULL;
    fake_end();
}

/* Elements that do not fit end the attempt. */
static void elements_that_do_not_fit_fail_the_attempt(void **unused)
{
    (void)unused;
    build();
    fake_ext.elements = SIZE_MAX;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
    assert_events(0, "connect_start assoc_start assoc_done! connect_done!");
    assert_int_equal(fake.last[0][D11_EV_ASSOC_DONE].u.assoc_done.outcome,
                     D11_OUTCOME_SYSTEM_ERROR);
    fake_end();
}

/* SEC-POL-01: what the extension does not want is not joined. */
static void an_unfit_network_is_refused_for_that(void **unused)
{
    (void)unused;
    build();
    fake_ext.select = D11_ERR_SECURITY;
    assert_int_equal(connect_net(), D11_OK);
    fake_air((struct fake_ap *[]){&ap}, 1, 5 * SECOND);
    assert_events(0, "connect_start connect_done!");
    assert_int_equal(fake.last[0][D11_EV_CONNECT_DONE].u.done.err,
                     D11_ERR_SECURITY);
    fake_end();
}

static void a_deadline_ticks_once(void **unused)
{
    unsigned wakes;

    (void)unused;
    build();
    wakes = fake.wakes;
    dot11_ext_set_deadline(fake_ext.host, fake.now_us + 1000);
    /* A host that sleeps has to hear of it. */
    assert_true(fake.wakes > wakes);
    fake_run(999);
    assert_ext("");
    fake_run(1);
    assert_ext("tick");
    fake_run(SECOND);
    assert_ext("");
    /* In the past is at once; never is never. */
    dot11_ext_set_deadline(fake_ext.host, 0);
    fake_run(0);
    assert_ext("tick");
    dot11_ext_set_deadline(fake_ext.host, 5);
    dot11_ext_set_deadline(fake_ext.host, D11_NEVER);
    fake_run(SECOND);
    assert_ext("");
    fake_end();
}

/* Slow work of the crypto provider. */

static enum dot11_err job_answer;
static unsigned jobs_cancelled;

static enum dot11_err job_start(void *crypto, struct dot11_crypto_job *job)
{
    (void)crypto;
    (void)job;
    return job_answer;
}

static void job_cancel(void *crypto, struct dot11_crypto_job *job)
{
    (void)crypto;
    (void)job;
    jobs_cancelled++;
}

static void jobs_complete_once_or_are_cancelled(void **unused)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);
    struct dot11_crypto_ops ops = *dot11_crypto_host_ops();
    static struct dot11_crypto_job job;

    (void)unused;
    ops.job_start = job_start;
    ops.job_cancel = job_cancel;
    memset(&job, 0, sizeof job);
    jobs_cancelled = 0;
    fake_begin();
    fake_ext_begin();
    fake.config.crypto_ops = &ops;
    fake.config.crypto = crypto;
    fake_build();
    fake_start(0);
    (void)fake_ext_log();
    job_answer = D11_ERR_PENDING;
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_OK);
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_ERR_BUSY);
    assert_int_equal(
        dot11_crypto_job_done(fake.radio, &job, D11_OK, fake.now_us), D11_OK);
    assert_ext("job");
    assert_int_equal(
        dot11_crypto_job_done(fake.radio, &job, D11_OK, fake.now_us),
        D11_ERR_STATE);
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_OK);
    dot11_ext_job_cancel(fake_ext.host, &job);
    assert_int_equal(jobs_cancelled, 1);
    assert_int_equal(
        dot11_crypto_job_done(fake.radio, &job, D11_OK, fake.now_us),
        D11_ERR_STATE);
    dot11_ext_job_cancel(fake_ext.host, &job);
    assert_int_equal(jobs_cancelled, 1);
    job_answer = D11_OK;
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_OK);
    assert_ext("job");
    job_answer = D11_ERR_MEMORY;
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_ERR_MEMORY);
    assert_ext("");
    /* One of nobody */
    job_answer = D11_ERR_PENDING;
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_OK);
    job.owner = 999;
    assert_int_equal(
        dot11_crypto_job_done(fake.radio, &job, D11_OK, fake.now_us),
        D11_ERR_STATE);
    fake_end();
    dot11_crypto_host_free(crypto);
}

static void without_a_provider_there_are_no_jobs(void **unused)
{
    const struct dot11_crypto_ops *ops;
    struct dot11_crypto_job job;
    void *crypto;

    (void)unused;
    memset(&job, 0, sizeof job);
    build();
    dot11_ext_crypto(fake_ext.host, &ops, &crypto);
    assert_null(ops);
    assert_null(crypto);
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job),
                     D11_ERR_UNSUPPORTED);
    fake_end();
}

static unsigned refusals;

static void ask_inside_op(enum fake_op op)
{
    struct dot11_crypto_job job;
    uint8_t octets[4];

    (void)op;
    memset(&job, 0, sizeof job);
    if (fake_ext.host == NULL)
        return;
    assert_int_equal(fake_ext_send(1), D11_ERR_BUSY);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_ERR_BUSY);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_ERR_BUSY);
    assert_int_equal(dot11_ext_need_credentials(fake_ext.host, 1),
                     D11_ERR_BUSY);
    assert_int_equal(dot11_ext_random(fake_ext.host, octets, 4), D11_ERR_BUSY);
    assert_int_equal(dot11_ext_auth(fake_ext.host, NULL, D11_OK), D11_ERR_BUSY);
    assert_int_equal(dot11_ext_job_start(fake_ext.host, &job), D11_ERR_BUSY);
    assert_int_equal(dot11_ext_pre_associate_done(fake_ext.host, D11_OK),
                     D11_ERR_BUSY);
    dot11_ext_set_deadline(fake_ext.host, D11_NEVER);
    refusals++;
}

/* SEC-RES-07: neither from inside an op. */
static void ops_cannot_reach_the_core_through_an_extension(void **unused)
{
    uint8_t octets[4];

    (void)unused;
    refusals = 0;
    build();
    fake.in_op = ask_inside_op;
    associate();
    fake.in_op = NULL;
    assert_true(refusals > 2);
    assert_int_equal(dot11_ext_random(fake_ext.host, octets, 4), D11_OK);
    fake.random_err = D11_ERR_HW;
    assert_int_equal(dot11_ext_random(fake_ext.host, octets, 4),
                     D11_ERR_RANDOM);
    fake_end();
}

/* With a radio that protects everything once it has the key: message 4 leaves
 * first, but the wait for it is bounded and ends with the port. */
static void the_key_waits_for_message_4(void **unused)
{
    struct dot11_crypto_host *crypto = dot11_crypto_host_new(0);
    uint64_t began_us;

    (void)unused;
    ap = fake_ap(0);
    fake_begin();
    fake_ext_begin();
    fake.caps.ciphers[fake.caps.cipher_count++] = D11_CIPHER_CCMP_128;
    fake.config.crypto_ops = dot11_crypto_host_ops();
    fake.config.crypto = crypto;
    fake_build();
    fake_start(0);
    (void)fake_ext_log();
    associate();
    fake.keeps = true;
    assert_int_equal(fake_ext_send(4), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 1), D11_OK);
    assert_int_equal(fake_ext_verdict(D11_OK, false), D11_OK);
    assert_int_equal(fake_count(FAKE_SET_KEY), 0);
    fake_status();
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    assert_events(0, "authorized");
    /* Message 4 that never comes back */
    assert_int_equal(fake_ext_send(5), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 2), D11_OK);
    began_us = fake.now_us;
    fake_run(99000);
    assert_int_equal(fake_count(FAKE_SET_KEY), 1);
    fake_run(1000);
    assert_int_equal(fake_count(FAKE_SET_KEY), 2);
    assert_true(fake.now_us - began_us == 100000);
    /* And a port that goes meanwhile: nothing is left to wait for. */
    fake_status();
    assert_int_equal(fake_ext_send(6), D11_OK);
    assert_int_equal(fake_ext_key(true, 0, 3), D11_OK);
    fake_leave(&ap, 0, true, 1);
    fake_run(300000);
    assert_true(dot11_radio_deadline(fake.radio) > fake.now_us);
    (void)fake_events(0);
    fake_end();
    dot11_crypto_host_free(crypto);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pre_association_may_take_its_time),
        cmocka_unit_test(a_pre_association_may_fail),
        cmocka_unit_test(a_pre_association_can_be_cancelled),
        cmocka_unit_test(a_pre_association_may_end_inside_itself),
        cmocka_unit_test(ethertypes_have_their_window),
        cmocka_unit_test(a_port_refused_at_once_ends_the_association),
        cmocka_unit_test(a_port_with_keys_ready_opens_at_once),
        cmocka_unit_test(a_verdict_that_never_comes_is_given_for_it),
        cmocka_unit_test(what_comes_after_the_port_is_refused),
        cmocka_unit_test(a_closed_port_does_not_keep_the_radio),
        cmocka_unit_test(each_packet_completes_once),
        cmocka_unit_test(a_packet_that_waits_dies_with_its_port),
        cmocka_unit_test(packets_are_checked),
        cmocka_unit_test(the_list_of_commands_is_bounded),
        cmocka_unit_test(handlers_may_ask_for_things),
        cmocka_unit_test(elements_that_do_not_fit_fail_the_attempt),
        cmocka_unit_test(an_unfit_network_is_refused_for_that),
        cmocka_unit_test(a_deadline_ticks_once),
        cmocka_unit_test(jobs_complete_once_or_are_cancelled),
        cmocka_unit_test(without_a_provider_there_are_no_jobs),
        cmocka_unit_test(ops_cannot_reach_the_core_through_an_extension),
        cmocka_unit_test(the_key_waits_for_message_4),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
