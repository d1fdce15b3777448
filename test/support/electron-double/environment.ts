/** What the double is told by environment variables. */
export const environment = {
  /** `CHROMIUM`: path of the browser that shows the windows. */
  get chromium(): string {
    const { CHROMIUM } = process.env;
    if (!CHROMIUM) throw new Error('electron double: name a Chromium with the environment variable CHROMIUM.');
    return CHROMIUM;
  },
  /** `ELECTRON_DOUBLE_HEADED=1`: windows that people can see. */
  headed: process.env.ELECTRON_DOUBLE_HEADED === '1',
  /** `ELECTRON_DOUBLE_PACKAGED=1`: the app believes that it is packed. */
  packaged: process.env.ELECTRON_DOUBLE_PACKAGED === '1',
  keyring: readKeyring(process.env.ELECTRON_DOUBLE_KEYRING),
};

/**
 * `ELECTRON_DOUBLE_KEYRING`: how this machine keeps secrets. `gnome_libsecret`, the preset, is a keychain; with
 * `basic_text` there is none, as on Linux without a desktop; `none` refuses whatever is tried.
 */
export type Keyring = 'gnome_libsecret' | 'basic_text' | 'none';

function readKeyring(value: string | undefined): Keyring {
  switch (value) {
    case undefined:
    case '':
    case 'gnome_libsecret':
      return 'gnome_libsecret';
    case 'basic_text':
    case 'none':
      return value;
    default:
      throw new Error(`electron double: ELECTRON_DOUBLE_KEYRING cannot be ${value}.`);
  }
}
