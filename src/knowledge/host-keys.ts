import type { HostKey } from '../facts'

/** A pattern of every name that OpenSSH 10 gives a public key, certificates apart. */
export const keyTypePattern = String.raw`(?:ssh-(?:rsa|dss|ed25519|xmss@openssh\.com)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)`

/** The algorithms (RFC 4253, 8332, 5656, 8709) that sign with a key of this type, strongest first. */
export function algorithmsOfType(type: string): readonly string[] {
  return type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]
}

/** The type of the key behind an algorithm: rsa-sha2-512 and rsa-sha2-256 sign with an ssh-rsa key (RFC 8332). */
export function typeOfAlgorithm(algorithm: string): string {
  return /^rsa-sha2-(256|512)$/.test(algorithm) ? 'ssh-rsa' : algorithm
}

/** A line for known_hosts; a port other than 22 is written `[host]:port` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function knownHostsLine(host: string, port: number, key: HostKey): string {
  return `${knownHostsName(host, port)} ${key.type} ${key.blob}`
}

/** The name under which known_hosts holds a host and port: lower case, `[host]:port` unless the port is 22. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** The key types of host key algorithms, each once. Certificates are left out. */
export function typesOf(algorithms: readonly string[]): readonly string[] {
  const keys = algorithms.filter((name) => !name.includes('-cert-'))
  return [...new Set(keys.map(typeOfAlgorithm))]
}
