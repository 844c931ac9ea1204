/** Commands to run on one's own computer, with the values of this run filled in. */
import type { View } from '../view'
import { quoted } from './quoted'

/** `ssh -p 2222 deploy@host`, with a placeholder for what is not known, or known only as `***`. */
export function sshTo({ input: { host, port, user } }: View): string {
  const login = `${known(user, 'USERNAME')}@${known(host, 'HOST')}`
  return ['ssh', ...(port === 22 ? [] : ['-p', String(port)]), quoted(login)].join(' ')
}

/** Whether a port can be reached: `nc` of Linux and macOS waits 5 s. */
export function tryPort(address: string, port: number): string {
  return `nc -vz -w 5 ${quoted(address)} ${String(port)}`
}

const known = (value: string | null, placeholder: string) =>
  value === null || value.startsWith('-') || value.includes('***') ? placeholder : value
