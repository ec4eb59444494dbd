/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Powers, and what a receiver makes of them: how strong a signal arrives (signal.c), what
 * the receiver adds to it, which signals it takes for a busy channel (sense.c), how much of
 * a transmission falls into its channel (spectrum.c), and how often a frame is lost at the
 * ratio of the two (loss.c).
 *
 * Powers are in hundredths of a dBm ("cdbm"), their ratios in hundredths of a dB ("cdb").
 * Powers that are added are in attowatts: -128 dBm are 158 of them, 30 dBm 10^18.
 * Everything here is called in any context; what takes radios, under RCU.
 */
#ifndef VWIFI_AIR_SIGNAL_H
#define VWIFI_AIR_SIGNAL_H

#include <net/cfg80211.h>

struct vwifi_radio;

/* signal.c */
int vwifi_signal_cdbm(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq,
		      u64 at_ns);
int vwifi_signal_mean_cdbm(const struct vwifi_radio *from, const struct vwifi_radio *to, u16 freq,
			   u64 at_ns);
int vwifi_noise_cdbm(const struct vwifi_radio *at, unsigned int mhz);

/* decibel.c */
u64 vwifi_cdbm_to_aw(int cdbm);
int vwifi_aw_to_cdbm(u64 attowatts);

/* sense.c */
unsigned int vwifi_rate_mhz(const struct rate_info *rate);
int vwifi_carrier_sense_cdbm(unsigned int mhz);
int vwifi_energy_detect_cdbm(unsigned int mhz);
int vwifi_mcs_sensitivity(unsigned int mcs, const struct rate_info *width);
int vwifi_legacy_sensitivity(u16 rate);
int vwifi_sensitivity_cdbm(const struct rate_info *rate);

/* spectrum.c */
#define VWIFI_SHARE_ONE	65536
u32 vwifi_spectrum_part(u16 freq, u16 mhz, const struct cfg80211_chan_def *received);
u32 vwifi_spectrum_share(const struct cfg80211_chan_def *sent,
			 const struct cfg80211_chan_def *received);

/* loss.c */
u32 vwifi_error_rate(const struct rate_info *rate, unsigned int octets, int sinr_cdb);

#endif /* VWIFI_AIR_SIGNAL_H */
