/** Where a Node that is new enough comes from: Debian 12 and Ubuntu 24.04 ship 18. */
export const NEWER_NODE =
  'install Node 20.5 or newer: from nodejs.org, from a newer release of your distribution, or npm install --global n && n 22';
