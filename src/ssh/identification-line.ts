import { version } from '../version'

/** What we say of ourselves after `SSH-2.0-`; no blank or minus sign may stand in it (RFC 4253 section 4.2). */
export const ourSoftware = `SSHPreflight_${version.replaceAll('-', '_')}`

/** Our identification line without its line end (RFC 4253 section 4.2). */
export const ourIdentification = `SSH-2.0-${ourSoftware}`
