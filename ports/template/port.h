/* A port of libdot11, to copy and fill in.
 *
 * SPDX-License-Identifier: MIT
 *
 * A port joins three things: a radio that moves frames (radio.c), an operating
 * system that has memory, time and packets (host.c), and the library between
 * them (port.c). As it is here it compiles and starts, and its radio says that
 * it is not there. Replace the bodies one by one, in the order of the files;
 * comments that begin with "Do:" say what a body has to do. */
#ifndef PORT_H
#define PORT_H

#include <dot11/dot11.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Everything that one radio needs: its driver's state, its host's, and the
 * library's. Two radios are two of these and share nothing. */
struct port {
    struct dot11_hw_caps caps;
    struct dot11_radio *radio;
    struct dot11_sta *sta;
    void *memory; /**< of the library */
    /* Do: registers, rings, the packet interface, locks. */
};

/* port.c: to be called by the driver's and the system's code */

/**
 * Make a radio and a station on it, and start it.
 * @param memory, len  for the library, aligned as max_align_t; as much as
 *                     port_memory() says
 */
enum dot11_err port_open(struct port *port, void *memory, size_t len);

/** Octets of memory that port_open() needs. */
size_t port_memory(struct port *port);

/** Time has come, or something happened: to be called from the one thread,
 * task or bottom half that owns the radio. */
void port_poll(struct port *port);

/** Leave; port_closed() says when it is done. */
void port_close(struct port *port);

/** Whether everything came back; the memory may then be used otherwise. */
bool port_closed(struct port *port);

/* radio.c */

extern const struct dot11_hw_ops port_radio_ops;

/** What the radio is. */
void port_radio_caps(struct dot11_hw_caps *caps);

/** Hand to the library what the hardware has brought. */
void port_radio_poll(struct port *port, uint64_t now_us);

/* host.c */

extern const struct dot11_host_ops port_host_ops;

/** Microseconds that never go backwards, also over 49 days. */
uint64_t port_now_us(void);

/** Hand packets of the system to the library. */
void port_host_poll(struct port *port, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
