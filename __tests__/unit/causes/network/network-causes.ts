import { bannerClosed } from '../../../../src/causes/banner/closed'
import { hostsDeny } from '../../../../src/causes/banner/hosts-deny'
import { notSsh } from '../../../../src/causes/banner/not-ssh'
import { penalized } from '../../../../src/causes/banner/penalized'
import { bannerSilent } from '../../../../src/causes/banner/silent'
import { ssh1Only } from '../../../../src/causes/banner/ssh1-only'
import { tarpit } from '../../../../src/causes/banner/tarpit'
import { throttled } from '../../../../src/causes/banner/throttled'
import { ipv6Only } from '../../../../src/causes/dns/ipv6-only'
import { notFound } from '../../../../src/causes/dns/not-found'
import { privateAddress } from '../../../../src/causes/dns/private-address'
import { proxied } from '../../../../src/causes/dns/proxied'
import { unavailable } from '../../../../src/causes/dns/unavailable'
import { filtered } from '../../../../src/causes/tcp/filtered'
import { hostUnreachable } from '../../../../src/causes/tcp/host-unreachable'
import { noRoute } from '../../../../src/causes/tcp/no-route'
import { notListening } from '../../../../src/causes/tcp/not-listening'
import { partial } from '../../../../src/causes/tcp/partial'
import { rejected } from '../../../../src/causes/tcp/rejected'
import { tcpSilent } from '../../../../src/causes/tcp/silent'
import { transient } from '../../../../src/causes/tcp/transient'
import { wrongPort } from '../../../../src/causes/tcp/wrong-port'

/** Every cause between a name and a banner. */
export const networkCauses = [
  notFound,
  unavailable,
  ipv6Only,
  privateAddress,
  proxied,
  notListening,
  wrongPort,
  filtered,
  rejected,
  tcpSilent,
  hostUnreachable,
  noRoute,
  partial,
  transient,
  notSsh,
  bannerClosed,
  bannerSilent,
  throttled,
  penalized,
  hostsDeny,
  tarpit,
  ssh1Only,
]
