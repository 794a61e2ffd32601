/* libdot11 simulator: radios, air and access points in memory.
 *
 * SPDX-License-Identifier: MIT
 *
 * A world has a clock of its own. Same seed and same calls give the same
 * frames at the same times, so a run is a test. A test jumps from one thing
 * that happens to the next; a program that shows a station to people moves the
 * clock with its own. There is no call into an operating system. */
#ifndef DOT11_SIM_H
#define DOT11_SIM_H

#include "dot11_sim_ap.h"
#include "dot11_sim_host.h"
#include "dot11_sim_ping.h"
#include "dot11_sim_radio.h"
#include "dot11_sim_station.h"
#include "dot11_sim_vendor.h"
#include "dot11_sim_world.h"

#endif
