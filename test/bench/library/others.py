"""The same reads with pyroute2: messages a second. Arguments: ifindex, seconds."""
import json
import sys
import time

from pyroute2 import IW

index, seconds = int(sys.argv[1]), float(sys.argv[2])
iw = IW()


def per_second(work):
    work()
    started, count = time.time(), 0
    while time.time() - started < seconds:
        count += work()
    return count / (time.time() - started)


def interface():
    messages = iw.get_interface_by_ifindex(index)
    for message in messages:
        message.get_attr("NL80211_ATTR_IFNAME")
    return len(messages)


def survey():
    messages = list(iw.survey(index))
    for message in messages:
        info = message.get_attr("NL80211_ATTR_SURVEY_INFO")
        info.get_attr("NL80211_SURVEY_INFO_FREQUENCY")
    return len(messages)


print(json.dumps({"roundTrips": per_second(interface), "survey": per_second(survey)}))
