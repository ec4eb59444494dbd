/**
 * All pings of a node in one process. A process for each would be most of the work where processors are emulated:
 * a hundred of them took 19 s on a busy machine. Perl is what every Debian has that can open a raw socket.
 */
export const PING_PROGRAM = String.raw`
use strict; use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6);
my ($rounds, $wait, @to) = @ARGV;
# clock_gettime(CLOCK_MONOTONIC) of x86-64; elsewhere whole seconds, and so a coarse round-trip time.
sub now { my $t = pack('q2', 0, 0); return time * 1000 if syscall(228, 1, $t) != 0; my ($s, $n) = unpack('q2', $t); $s * 1000 + $n / 1e6 }
sub sum { my $s = 0; $s += $_ for unpack('n*', $_[0]); $s = ($s >> 16) + ($s & 0xffff) while $s >> 16; ~$s & 0xffff }
my (%socket, %sent, %left); my $id = $$ & 0xffff;
for my $i (0 .. $#to) {
  my $six = $to[$i] =~ /:/ ? 1 : 0;
  unless ($socket{$six}) {
    socket($socket{$six}, $six ? AF_INET6 : AF_INET, SOCK_RAW, $six ? 58 : 1) or die "cannot open a raw socket: $!\n";
  }
  $left{$i} = $six;
}
$| = 1;
for my $round (1 .. $rounds) {
  for my $i (sort { $a <=> $b } keys %left) {
    my $six = $left{$i}; my $data = 'vwifi' x 11 . '!';
    my $packet = pack('C2 n3', $six ? 128 : 8, 0, 0, $id, $i) . $data;
    $packet = pack('C2 n3', 8, 0, sum($packet), $id, $i) . $data unless $six;
    my $address = inet_pton($six ? AF_INET6 : AF_INET, $to[$i]);
    $sent{$i} = now();
    send($socket{$six}, $packet, 0, $six ? pack_sockaddr_in6(0, $address) : pack_sockaddr_in(0, $address));
  }
  my $end = now() + 1000 * $wait;
  while (%left and (my $rest = $end - now()) > 0) {
    my $ready = ''; vec($ready, fileno($_), 1) = 1 for values %socket;
    last unless select($ready, undef, undef, $rest / 1000) > 0;
    for my $six (keys %socket) {
      next unless vec($ready, fileno($socket{$six}), 1);
      recv($socket{$six}, my $answer, 2000, 0); my $came = now();
      $answer = substr($answer, 4 * (ord($answer) & 15)) unless $six;
      next if length $answer < 8;
      my ($type, undef, undef, $from, $i) = unpack('C2 n3', $answer);
      next unless $type == ($six ? 129 : 0) and $from == $id and exists $left{$i};
      delete $left{$i};
      printf "64 bytes from %s: time=%.3f ms\n", $to[$i], $came - $sent{$i};
    }
  }
  last unless %left;
}
`;
