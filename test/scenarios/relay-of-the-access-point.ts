import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  "what stations tell each other is not seen by the access point's own stack, what they tell everybody is",
  {},
  async (context) => {
    const { ap, stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    await first.pings(second);
    const capture = await ap.start('tcpdump', ['tcpdump', '-l', '-n', '-i', 'vw0', 'icmp']);
    await capture.output.next(/listening on vw0/);
    await first.pings(second);
    // A broadcast ends the wait: when it is there, whatever came before it is there too.
    // Nobody answers a broadcast ping; it is heard all the same.
    await first.attempt(['ping', '-b', '-c', '1', '-W', '1', '10.0.0.255']);
    await capture.output.next(/10\.0\.0\.2 > 10\.0\.0\.255: ICMP echo request/);
    assert.doesNotMatch(capture.output.toString(), /10\.0\.0\.2 > 10\.0\.0\.3: ICMP/);
    await first.pings(ap);
    await capture.output.next(/10\.0\.0\.2 > 10\.0\.0\.1: ICMP echo request/);
  },
);
