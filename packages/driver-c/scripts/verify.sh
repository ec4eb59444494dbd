#!/bin/sh
# SPDX-License-Identifier: MIT OR GPL-2.0
# Whether the driver works on the running kernel: loads it with six radios, each in a namespace of its own (an access
# point, two stations, two members of an ad hoc cell and a stranger), and takes everything away again. As root:
#
#   scripts/verify.sh [vwifi.ko]
#
# What fails is said in one line, and by the status:
#   1 cfg80211   2 loading   3 hostapd   4, 5 the first, the second station's BSSID   6 station to station
#   7 station to access point   8 ad hoc cell   9 TSF   10 signal   11 station dump
set -u
here=$(cd "$(dirname "$0")" && pwd)
module=${1:-$here/../vwifi.ko}
LIMIT_S=30
folder=$(mktemp -d)
loaded=

fail() {
	status=$1
	shift
	echo "verify.sh: $*" >&2
	exit "$status"
}

# on RADIO COMMAND...: in the radio's namespace
on() {
	radio=$1
	shift
	ip netns exec "vwifi-verify$radio" "$@"
}

# soon COMMAND...: within the limit it succeeds
soon() {
	end=$(($(date +%s) + LIMIT_S))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.1
	done
}

gone() { ! kill -0 "$1" 2>/dev/null; }

clean_up() {
	for file in "$folder"/*.pid; do
		[ -s "$file" ] || continue
		pid=$(cat "$file")
		kill "$pid" 2>/dev/null
		soon gone "$pid"
	done
	for radio in 0 1 2 3 4 5; do ip netns del "vwifi-verify$radio" 2>/dev/null; done
	[ -z "$loaded" ] || rmmod vwifi
	rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

address() { on "$1" cat "/sys/class/net/vw$1/address"; }
linked() { on "$1" iw dev "vw$1" link | grep -q '^Connected to'; }
bssid() { on "$1" iw dev "vw$1" link | sed -n 's/^Connected to \([0-9a-f:]*\).*/\1/p'; }
# The last network that a scan finds.
found() { on "$1" iw dev "vw$1" scan freq 2437 flush | sed -n 's/^BSS \([0-9a-f:]*\).*/\1/p' | tail -n 1; }
# One answer within the limit.
reaches() { on "$1" ping -q -c 1 -w "$LIMIT_S" "10.0.0.$(($2 + 1))" >/dev/null 2>&1; }
silent() { ! on "$1" ping -q -c 2 -i 0.3 -W 1 "10.0.0.$(($2 + 1))" >/dev/null 2>&1; }
supplicant() { on "$1" wpa_supplicant -B -P "$folder/vw$1.pid" -i "vw$1" -c "$2" >"$folder/vw$1.log" 2>&1; }

modprobe cfg80211 || fail 1 "cfg80211 cannot be loaded: does this kernel have wireless?"
[ ! -d /sys/module/vwifi ] || fail 2 "vwifi is loaded already: rmmod vwifi"
insmod "$module" station=6 || fail 2 "$module cannot be loaded: dmesg says why"
loaded=1
for radio in 0 1 2 3 4 5; do
	{
		ip netns add "vwifi-verify$radio" && iw phy "vw_phy$radio" set netns name "vwifi-verify$radio" &&
			on "$radio" ip addr add "10.0.0.$((radio + 1))/24" dev "vw$radio" && on "$radio" ip link set "vw$radio" up
	} || fail 2 "vw$radio cannot be put into a namespace of its own"
done
silent 1 2 || fail 6 "vw1 reaches vw2, and nobody is connected yet"

on 0 hostapd -i vw0 -B -P "$folder/vw0.pid" "$here/hostapd.conf" >"$folder/vw0.log" 2>&1 ||
	fail 3 "hostapd does not start: $(tail -n 1 "$folder/vw0.log")"
ap=$(address 0)
for station in 1 2; do
	seen=$(found "$station")
	supplicant "$station" "$here/wpa_supplicant.conf" && soon linked "$station" ||
		fail $((3 + station)) "vw$station is not connected within $LIMIT_S s"
	[ "$(bssid "$station")" = "$ap" ] && [ "$seen" = "$ap" ] ||
		fail $((3 + station)) "vw$station: found $seen, linked to $(bssid "$station"), and the access point is $ap"
done
reaches 1 2 && reaches 2 1 || fail 6 "vw1 and vw2 do not reach each other"
reaches 1 0 && reaches 2 0 && reaches 0 1 || fail 7 "vw1 and vw2 do not reach the access point"

cat >"$folder/cell.conf" <<-END
	network={
	    ssid="ibss1"
	    mode=1
	    frequency=2412
	    proto=RSN
	    key_mgmt=WPA-PSK
	    pairwise=CCMP
	    group=CCMP
	    psk="12345678"
	}
END
sed 's/ibss1/ibss2/' "$folder/cell.conf" >"$folder/other.conf"
supplicant 3 "$folder/cell.conf" && supplicant 4 "$folder/cell.conf" && supplicant 5 "$folder/other.conf" &&
	reaches 3 4 && reaches 4 3 || fail 8 "vw3 and vw4 do not reach each other"
silent 3 5 || fail 8 "vw3 reaches vw5 in another cell"
silent 3 0 && silent 1 4 || fail 8 "the cell reaches the access point's network"

before=$(cut -d ' ' -f 1 /proc/uptime)
tsf=$(on 1 iw dev vw1 scan freq 2437 flush | sed -n 's/^.TSF: \([0-9]*\) usec.*/\1/p')
after=$(cut -d ' ' -f 1 /proc/uptime)
awk -v before="$before" -v tsf="${tsf:-0}" -v after="$after" \
	'BEGIN { exit !(tsf / 1e6 >= before - 0.5 && tsf / 1e6 <= after + 0.5) }' ||
	fail 9 "the TSF is ${tsf:-missing} us, up for $before to $after s"

for time in 1 2 3 4 5 6 7 8 9 10; do
	on 0 iw dev vw0 station get "$ap" | grep -Eq 'signal:[[:space:]]+-?[0-9]+' ||
		fail 10 "station get $ap has no signal, the ${time}th time"
done

order=$(on 0 iw dev vw0 station dump | sed -n 's/^Station \([0-9a-f:]*\).*/\1/p' | tr '\n' ' ')
[ "$order" = "$(address 1) $(address 2) " ] || fail 11 "station dump of vw0 has $order, joined have $(address 1) $(address 2)"

echo "==== Test PASSED ===="
