import type { Configuration } from 'electron-builder';

const { CSC_LINK, CSC_NAME, GITHUB_REPOSITORY, UPDATE_URL } = process.env;

if (UPDATE_URL && !UPDATE_URL.startsWith('https://')) {
  throw new Error('UPDATE_URL must be an https address: who can change a feed on its way can install anything.');
}

/** Without a certificate the macOS app is signed ad hoc, which the hardened runtime does not go with. */
const hasCertificate = Boolean(CSC_LINK || CSC_NAME);

/** Debian asks for a name with an address, and for a page; built on GitHub the page is the repository's. */
const author = { name: 'The Gemini Coop developers', email: 'developers@gemini-coop.example' };

/**
 * What `npm run package` makes, by electron-builder. From the environment:
 * - `UPDATE_URL`: where the installed apps look for updates; without it they do not.
 * - `CSC_LINK`, `CSC_KEY_PASSWORD` and the like: electron-builder's own, for signing.
 * Everything at run time is bundled, so there are no node_modules in the packages, and nothing to rebuild.
 */
const configuration: Configuration = {
  appId: 'io.github.gemini-coop',
  productName: 'Gemini Coop',
  copyright: 'Copyright © 2026 The Gemini Coop developers',
  directories: { output: 'dist/packages', buildResources: 'build' },
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  files: [
    'dist/{main,preload,renderer}/**',
    'package.json',
    '!**/node_modules/**',
    // Main's bundles are not minified, so that what crashes can be read without maps, which would double the size.
    '!**/*.map',
    // For old browsers; Chromium takes the woff2 of each font.
    '!dist/renderer/assets/*.{ttf,woff}',
  ],
  npmRebuild: false,
  // Nothing is unpacked: threads read from the archive as well, and only what is inside is covered by the integrity check.
  asar: { smartUnpack: false },
  extraMetadata: {
    author,
    homepage: GITHUB_REPOSITORY ? `https://github.com/${GITHUB_REPOSITORY}` : 'https://gemini-coop.example',
    desktopName: 'gemini-coop.desktop',
  },
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  protocols: [{ name: 'Gemini Coop invite', schemes: ['gemini-coop'], role: 'Viewer' }],
  // Null, and not left out: electron-builder would go by the remote of the repository.
  publish: UPDATE_URL ? { provider: 'generic', url: UPDATE_URL } : null,
  linux: {
    target: ['AppImage', 'deb', 'tar.gz'],
    executableName: 'gemini-coop',
    icon: 'build/icons',
    category: 'Network;Chat',
    synopsis: 'One conversation, many people, one Gemini bot',
    description: 'Host a party on your network, or join one, and talk with a Gemini bot together.',
    maintainer: `${author.name} <${author.email}>`,
    syncDesktopName: true,
    desktop: { entry: { Keywords: 'chat;gemini;bot;party;', StartupNotify: 'true', StartupWMClass: 'gemini-coop' } },
  },
  deb: { packageCategory: 'net', priority: 'optional' },
  win: {
    target: ['nsis', 'portable'],
    icon: 'build/icons/icon.ico',
    executableName: 'Gemini Coop',
  },
  nsis: {
    artifactName: '${name}-${version}-${os}-${arch}-setup.${ext}',
    // Installs for one user without asking for an administrator; who wants another folder can say so.
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    include: 'build/installer.nsh',
  },
  portable: { artifactName: '${name}-${version}-${os}-${arch}-portable.${ext}' },
  mac: {
    // Updates are taken from the zip, people take the dmg.
    target: (['dmg', 'zip'] as const).map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.social-networking',
    ...(!hasCertificate && { identity: '-' }),
    hardenedRuntime: hasCertificate,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    extendInfo: {
      NSLocalNetworkUsageDescription: 'Gemini Coop finds parties on your network, and lets others find yours.',
      NSBonjourServices: ['_gemini-coop._tcp'],
    },
  },
};

export default configuration;
