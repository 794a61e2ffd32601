/* libdot11: everything at once.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DOT11_DOT11_H
#define DOT11_DOT11_H

#include <dot11/assoc.h>
#include <dot11/attr.h>
#include <dot11/bss.h>
#include <dot11/codes.h>
#include <dot11/config.h>
#include <dot11/crypto.h>
#include <dot11/eap.h>
#include <dot11/err.h>
#include <dot11/event.h>
#include <dot11/explain.h>
#include <dot11/ext.h>
#include <dot11/ext_services.h>
#include <dot11/frame.h>
#include <dot11/ft.h>
#include <dot11/host.h>
#include <dot11/hw.h>
#include <dot11/ibss.h>
#include <dot11/key.h>
#include <dot11/legacy.h>
#include <dot11/manager.h>
#include <dot11/mib.h>
#include <dot11/monitor.h>
#include <dot11/nlo.h>
#include <dot11/offload.h>
#include <dot11/onex.h>
#include <dot11/pmf.h>
#include <dot11/pmkid.h>
#include <dot11/pmksa.h>
#include <dot11/port.h>
#include <dot11/power.h>
#include <dot11/powersave.h>
#include <dot11/reset.h>
#include <dot11/roam.h>
#include <dot11/rsn.h>
#include <dot11/scans.h>
#include <dot11/sta.h>
#include <dot11/types.h>
#include <dot11/vifs.h>
#include <dot11/wake.h>

#endif
