/** The version of this program; a test holds it equal to package.json, which would be bundled whole if it were read. */
export const version = '1.0.0'
