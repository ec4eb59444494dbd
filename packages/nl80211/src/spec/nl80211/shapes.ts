/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */

/** A command: what it is of, the attributes it takes, those that are told, whether of one object or of all of a kind. */
export interface Request<Of, Takes, Tells = never, How = 'one'> {
  of: Of;
  takes: Takes;
  tells: Tells;
  how: How;
}
/** What may be asked. */
export interface Requests {
  getWiphy: Request<'radio', 'splitWiphyDump', WiphyNames, 'one' | 'all'>;
  setWiphy: Request<
    'radio',
    | ChannelNames
    | 'wiphyName'
    | 'wiphyTxqParams'
    | 'wiphyRetryShort'
    | 'wiphyRetryLong'
    | 'wiphyFragThreshold'
    | 'wiphyRtsThreshold'
    | 'wiphyCoverageClass'
    | 'wiphyTxPowerSetting'
    | 'wiphyTxPowerLevel'
    | 'wiphyAntennaTx'
    | 'wiphyAntennaRx'
    | 'wiphyDynAck'
    | 'txqLimit'
    | 'txqMemoryLimit'
    | 'txqQuantum'
    | 'mloLinkId'
    | 'wiphyRadioIndex'
  >;
  getInterface: Request<'wdev', never, InterfaceNames, 'one' | 'all'>;
  setInterface: Request<'interface', MonitorNames | 'iftype' | 'meshId' | 'fourAddr' | 'vifRadioMask'>;
  newInterface: Request<
    'radio',
    MonitorNames | 'ifname' | 'iftype' | 'mac' | 'meshId' | 'fourAddr' | 'socketOwner' | 'vifRadioMask',
    InterfaceNames
  >;
  delInterface: Request<'wdev', never>;
  getKey: Request<
    'interface',
    'mac' | 'keyIdx' | 'keyType' | 'mloLinkId',
    'ifindex' | 'mac' | 'key' | 'keyIdx' | 'keyCipher' | 'keySeq'
  >;
  setKey: Request<'interface', KeyNames | 'mac' | 'mloLinkId'>;
  newKey: Request<'interface', KeyNames | 'mac' | 'vlanId' | 'mloLinkId'>;
  delKey: Request<'interface', KeyNames | 'mac' | 'mloLinkId'>;
  setBeacon: Request<
    'interface',
    BeaconNames | 'filsDiscovery' | 'unsolBcastProbeResp' | 'mloLinkId' | 's1gShortBeacon'
  >;
  startAp: Request<
    'interface',
    | ChannelNames
    | BeaconNames
    | SecurityNames
    | 'beaconInterval'
    | 'dtimPeriod'
    | 'ssid'
    | 'authType'
    | 'privacy'
    | 'txRates'
    | 'hiddenSsid'
    | 'inactivityTimeout'
    | 'p2pCtwindow'
    | 'p2pOppps'
    | 'aclPolicy'
    | 'macAddrs'
    | 'socketOwner'
    | 'smpsMode'
    | 'pbss'
    | 'externalAuthSupport'
    | 'twtResponder'
    | 'heObssPd'
    | 'filsDiscovery'
    | 'unsolBcastProbeResp'
    | 'mbssidConfig'
    | 'apSettingsFlags'
    | 'mloLinkId'
    | 's1gLongBeaconPeriod'
    | 's1gShortBeacon'
  >;
  stopAp: Request<'interface', 'mloLinkId'>;
  getStation: Request<'interface', 'mac' | 'staDumpLinkStats', StationNames, 'one' | 'all'>;
  setStation: Request<
    'interface',
    LinkStationNames | StationSettingsNames | 'staPlinkState' | 'localMeshPowerMode' | 'meshPeerAid'
  >;
  newStation: Request<
    'interface',
    LinkStationNames | StationSettingsNames | 's1gCapability' | 'eppPeer' | 'nanNmiMac'
  >;
  delStation: Request<'interface', 'mac' | 'mgmtSubtype' | 'reasonCode'>;
  getMpath: Request<'interface', 'mac', MeshPathNames, 'one' | 'all'>;
  setMpath: Request<'interface', 'mac' | 'mpathNextHop'>;
  newMpath: Request<'interface', 'mac' | 'mpathNextHop'>;
  delMpath: Request<'interface', 'mac'>;
  setBss: Request<
    'interface',
    | 'bssCtsProt'
    | 'bssShortPreamble'
    | 'bssShortSlotTime'
    | 'bssBasicRates'
    | 'apIsolate'
    | 'bssHtOpmode'
    | 'p2pCtwindow'
    | 'p2pOppps'
    | 'bssParam'
  >;
  setReg: Request<'system', 'regAlpha2' | 'regRules' | 'dfsRegion'>;
  reqSetReg: Request<'system', 'regAlpha2' | 'userRegHintType' | 'socketOwner' | 'regIndoor'>;
  getMeshConfig: Request<'interface', never, 'ifindex' | 'meshConfig'>;
  setMeshConfig: Request<'interface', 'meshConfig'>;
  getReg: Request<'radio', never, RegulatoryNames, 'one' | 'all'>;
  getScan: Request<'wdev', 'bssDumpIncludeUseData', 'generation' | 'ifindex' | 'wdev' | 'bss', 'all'>;
  triggerScan: Request<
    'wdev',
    | 'mac'
    | 'ie'
    | 'scanFrequencies'
    | 'scanSsids'
    | 'scanSuppRates'
    | 'txNoCckRate'
    | 'scanFlags'
    | 'macMask'
    | 'measurementDuration'
    | 'measurementDurationMandatory'
    | 'bssid'
    | 'scanFreqKhz'
  >;
  authenticate: Request<
    'interface',
    | KeyNames
    | 'mac'
    | 'wiphyFreq'
    | 'ie'
    | 'ssid'
    | 'authType'
    | 'localStateChange'
    | 'authData'
    | 'wiphyFreqOffset'
    | 'mloLinkId'
    | 'mldAddr'
    | 'supportedSelectors'
  >;
  associate: Request<
    'interface',
    | SecurityNames
    | CapabilityLimitsNames
    | 'mac'
    | 'wiphyFreq'
    | 'ie'
    | 'ssid'
    | 'useMfp'
    | 'prevBssid'
    | 'socketOwner'
    | 'useRrm'
    | 'filsKek'
    | 'filsNonces'
    | 'wiphyFreqOffset'
    | 's1gCapability'
    | 's1gCapabilityMask'
    | 'mloLinks'
    | 'mloLinkId'
    | 'mldAddr'
    | 'assocSppAmsdu'
    | 'supportedSelectors'
    | 'extMldCapaAndOps'
  >;
  deauthenticate: Request<'interface', 'mac' | 'ie' | 'reasonCode' | 'localStateChange'>;
  disassociate: Request<'interface', 'mac' | 'ie' | 'reasonCode' | 'localStateChange'>;
  joinIbss: Request<
    'interface',
    | ChannelNames
    | 'mac'
    | 'beaconInterval'
    | 'htCapability'
    | 'bssBasicRates'
    | 'ie'
    | 'ssid'
    | 'freqFixed'
    | 'controlPort'
    | 'privacy'
    | 'keys'
    | 'mcastRate'
    | 'htCapabilityMask'
    | 'handleDfs'
    | 'socketOwner'
    | 'controlPortOverNl80211'
  >;
  leaveIbss: Request<'interface', never>;
  testmode: Request<'radio', 'testdata', 'wiphy' | 'testdata', 'one' | 'all'>;
  connect: Request<
    'interface',
    | SecurityNames
    | CapabilityLimitsNames
    | FilsNames
    | 'mac'
    | 'wiphyFreq'
    | 'ie'
    | 'ssid'
    | 'authType'
    | 'useMfp'
    | 'privacy'
    | 'prevBssid'
    | 'keys'
    | 'bgScanPeriod'
    | 'macHint'
    | 'wiphyFreqHint'
    | 'socketOwner'
    | 'useRrm'
    | 'pbss'
    | 'bssSelect'
    | 'want1x4wayHs'
    | 'externalAuthSupport'
    | 'wiphyEdmgChannels'
    | 'wiphyEdmgBwConfig'
    | 'wiphyFreqOffset'
    | 'mloSupport'
  >;
  disconnect: Request<'interface', 'reasonCode'>;
  setWiphyNetns: Request<'radio', 'pid' | 'netnsFd'>;
  getSurvey: Request<'interface', 'surveyRadioStats', 'ifindex' | 'surveyInfo', 'all'>;
  setPmksa: Request<'interface', PmksaNames>;
  delPmksa: Request<'interface', PmksaNames>;
  flushPmksa: Request<'interface', never>;
  remainOnChannel: Request<'wdev', ChannelNames | 'mac' | 'duration' | 'mloLinkId', 'cookie'>;
  cancelRemainOnChannel: Request<'wdev', 'cookie'>;
  setTxBitrateMask: Request<'interface', 'txRates' | 'mloLinkId'>;
  registerFrame: Request<'wdev', 'frameMatch' | 'frameType' | 'receiveMulticast'>;
  frame: Request<
    'wdev',
    | ChannelNames
    | 'frame'
    | 'duration'
    | 'offchannelTxOk'
    | 'txNoCckRate'
    | 'dontWaitForAck'
    | 'csaCOffsetsTx'
    | 'mloLinkId',
    'cookie'
  >;
  setPowerSave: Request<'interface', 'psState'>;
  getPowerSave: Request<'interface', never, 'psState'>;
  setCqm: Request<'interface', 'cqm'>;
  setChannel: Request<'interface', ChannelNames | 'mloLinkId'>;
  frameWaitCancel: Request<'wdev', 'cookie'>;
  joinMesh: Request<
    'interface',
    | ChannelNames
    | 'beaconInterval'
    | 'dtimPeriod'
    | 'meshId'
    | 'meshConfig'
    | 'bssBasicRates'
    | 'txRates'
    | 'mcastRate'
    | 'meshSetup'
    | 'handleDfs'
    | 'socketOwner'
    | 'controlPortOverNl80211'
  >;
  leaveMesh: Request<'interface', never>;
  getWowlan: Request<'radio', never, 'wowlanTriggers'>;
  setWowlan: Request<'radio', 'wowlanTriggers'>;
  startSchedScan: Request<'interface', ScheduledScanNames | 'socketOwner' | 'schedScanMulti'>;
  stopSchedScan: Request<'interface', 'cookie'>;
  setRekeyOffload: Request<'interface', 'rekeyData'>;
  tdlsOper: Request<'interface', 'mac' | 'tdlsOperation'>;
  tdlsMgmt: Request<
    'interface',
    | 'mac'
    | 'ie'
    | 'statusCode'
    | 'tdlsAction'
    | 'tdlsDialogToken'
    | 'tdlsPeerCapability'
    | 'tdlsInitiator'
    | 'mloLinkId'
  >;
  unexpectedFrame: Request<'interface', never>;
  probeClient: Request<'interface', 'mac', 'cookie'>;
  registerBeacons: Request<'radio', never>;
  setNoackMap: Request<'interface', 'noackMap'>;
  startP2pDevice: Request<'wdev', never>;
  stopP2pDevice: Request<'wdev', never>;
  setMcastRate: Request<'interface', 'mcastRate'>;
  setMacAcl: Request<'interface', 'aclPolicy' | 'macAddrs'>;
  radarDetect: Request<'interface', ChannelNames | 'radarBackground' | 'mloLinkId'>;
  getProtocolFeatures: Request<'system', never, 'protocolFeatures'>;
  updateFtIes: Request<'interface', 'ie' | 'mdid'>;
  critProtocolStart: Request<'wdev', 'critProtId' | 'maxCritProtDuration'>;
  critProtocolStop: Request<'wdev', never>;
  getCoalesce: Request<'radio', never, 'coalesceRule'>;
  setCoalesce: Request<'radio', 'coalesceRule'>;
  channelSwitch: Request<
    'interface',
    | ChannelNames
    | BeaconNames
    | 'chSwitchCount'
    | 'chSwitchBlockTx'
    | 'csaIes'
    | 'cntdwnOffsBeacon'
    | 'cntdwnOffsPresp'
    | 'handleDfs'
    | 'unsolBcastProbeResp'
    | 'mloLinkId'
  >;
  vendor: Request<
    'radio',
    'vendorId' | 'vendorSubcmd' | 'vendorData',
    'wiphy' | 'wdev' | 'vendorData',
    'one' | 'all'
  >;
  setQosMap: Request<'interface', 'qosMap'>;
  addTxTs: Request<'interface', 'mac' | 'tsid' | 'userPrio' | 'admittedTime'>;
  delTxTs: Request<'interface', 'mac' | 'tsid'>;
  getMpp: Request<'interface', 'mac', MeshPathNames, 'one' | 'all'>;
  joinOcb: Request<'interface', ChannelNames>;
  leaveOcb: Request<'interface', never>;
  tdlsChannelSwitch: Request<'interface', ChannelNames | 'mac' | 'operClass'>;
  tdlsCancelChannelSwitch: Request<'interface', 'mac'>;
  abortScan: Request<'wdev', never>;
  startNan: Request<'wdev', 'nanMasterPref' | 'bands' | 'nanConfig'>;
  stopNan: Request<'wdev', never>;
  addNanFunction: Request<'wdev', 'nanFunc', 'cookie' | 'nanFunc'>;
  delNanFunction: Request<'wdev', 'cookie'>;
  changeNanConfig: Request<'wdev', 'nanMasterPref' | 'bands' | 'nanConfig'>;
  setMulticastToUnicast: Request<'interface', 'multicastToUnicastEnabled'>;
  updateConnectParams: Request<'interface', FilsNames | 'ie' | 'authType'>;
  setPmk: Request<'interface', 'mac' | 'pmk' | 'pmkr0Name'>;
  delPmk: Request<'interface', 'mac'>;
  reloadRegdb: Request<'system', never>;
  externalAuth: Request<'interface', 'ssid' | 'statusCode' | 'pmkid' | 'bssid'>;
  controlPortFrame: Request<
    'interface',
    'mac' | 'frame' | 'controlPortEthertype' | 'controlPortNoEncrypt' | 'dontWaitForAck' | 'mloLinkId',
    'cookie'
  >;
  getFtmResponderStats: Request<'interface', 'mloLinkId', 'ifindex' | 'ftmResponderStats'>;
  peerMeasurementStart: Request<
    'wdev',
    ChannelNames | 'mac' | 'macMask' | 'timeout' | 'peerMeasurements',
    'cookie'
  >;
  notifyRadar: Request<'interface', ChannelNames>;
  updateOweInfo: Request<'interface', 'mac' | 'ie' | 'statusCode'>;
  probeMeshLink: Request<'interface', 'mac' | 'frame'>;
  setTidConfig: Request<'interface', 'mac' | 'tidConfig' | 'mloLinkId'>;
  setSarSpecs: Request<'radio', 'sarSpec'>;
  colorChangeRequest: Request<
    'interface',
    | BeaconNames
    | 'cntdwnOffsBeacon'
    | 'cntdwnOffsPresp'
    | 'unsolBcastProbeResp'
    | 'colorChangeCount'
    | 'colorChangeColor'
    | 'colorChangeElems'
    | 'mloLinkId'
  >;
  setFilsAad: Request<'interface', 'mac' | 'filsKek' | 'filsNonces'>;
  addLink: Request<'interface', 'mac' | 'mloLinkId'>;
  removeLink: Request<'interface', 'mloLinkId'>;
  addLinkSta: Request<'interface', LinkStationNames>;
  modifyLinkSta: Request<'interface', LinkStationNames>;
  removeLinkSta: Request<'interface', 'mloLinkId' | 'mldAddr'>;
  setHwTimestamp: Request<'interface', 'mac' | 'hwTimestampEnabled'>;
  setTidToLinkMapping: Request<'interface', 'mloTtlmDlink' | 'mloTtlmUlink'>;
  assocMloReconf: Request<'interface', 'mloLinks' | 'mloReconfRemLinks' | 'extMldCapaAndOps'>;
  epcsCfg: Request<'interface', 'epcs'>;
  nanSetLocalSched: Request<'wdev', 'nanChannel' | 'nanTimeSlots' | 'nanAvailBlob' | 'nanSchedDeferred'>;
  nanSetPeerSched: Request<
    'wdev',
    'mac' | 'nanChannel' | 'nanUlw' | 'nanCommittedDw' | 'nanSeqId' | 'nanMaxChanSwitchTime' | 'nanPeerMaps'
  >;
  startPd: Request<'wdev', never>;
  stopPd: Request<'wdev', never>;
}
/** What is told unasked, and the attributes that each event has. */
export interface Events {
  newWiphy: WiphyNames;
  delWiphy: WiphyNames;
  setInterface: InterfaceNames;
  newInterface: InterfaceNames;
  delInterface: InterfaceNames;
  startAp: PlaceNames | 'ssid' | 'wdev' | 'mloLinkId';
  stopAp: PlaceNames | 'wdev' | 'mloLinkId';
  newStation: StationNames;
  delStation: StationNames;
  triggerScan: ScanNames;
  newScanResults: ScanNames;
  scanAborted: ScanNames;
  regChange: 'wiphy' | 'regAlpha2' | 'regInitiator' | 'regType';
  authenticate: PlaceNames | 'mac' | 'frame' | 'timedOut' | 'reqIe' | 'staWme';
  associate: PlaceNames | 'mac' | 'frame' | 'timedOut' | 'reqIe' | 'staWme';
  deauthenticate: PlaceNames | 'frame' | 'reconnectRequested';
  disassociate: PlaceNames | 'frame' | 'reconnectRequested';
  michaelMicFailure: PlaceNames | 'mac' | 'keyIdx' | 'keySeq' | 'keyType';
  regBeaconHint: 'wiphy' | 'freqBefore' | 'freqAfter';
  joinIbss: PlaceNames | 'mac';
  testmode: 'wiphy' | 'testdata';
  connect:
    | PlaceNames
    | 'mac'
    | 'timedOut'
    | 'statusCode'
    | 'reqIe'
    | 'respIe'
    | 'pmkid'
    | 'filsKek'
    | 'bssid'
    | 'timeoutReason'
    | 'filsErpNextSeqNum'
    | 'pmk'
    | 'mloLinks'
    | 'mloLinkId'
    | 'assocEncrypted';
  roam:
    | PlaceNames
    | 'mac'
    | 'reqIe'
    | 'respIe'
    | 'pmkid'
    | 'filsKek'
    | 'bssid'
    | 'filsErpNextSeqNum'
    | 'pmk'
    | 'mloLinks'
    | 'mloLinkId';
  disconnect: PlaceNames | 'ie' | 'reasonCode' | 'disconnectedByAp';
  remainOnChannel: OffChannelNames;
  cancelRemainOnChannel: OffChannelNames;
  frame:
    | PlaceNames
    | 'wiphyFreq'
    | 'frame'
    | 'rxSignalDbm'
    | 'wdev'
    | 'rxmgmtFlags'
    | 'wiphyFreqOffset'
    | 'mloLinkId'
    | 'txHwTimestamp'
    | 'rxHwTimestamp';
  frameTxStatus: TxStatusNames;
  notifyCqm: PlaceNames | 'mac' | 'cqm';
  frameWaitCancel: OffChannelNames;
  unprotDeauthenticate: PlaceNames | 'frame';
  unprotDisassociate: PlaceNames | 'frame';
  newPeerCandidate: PlaceNames | 'mac' | 'ie' | 'rxSignalDbm';
  setWowlan: PlaceNames | 'scanFrequencies' | 'ssid' | 'wowlanTriggers' | 'wdev';
  startSchedScan: PlaceNames | 'cookie';
  schedScanResults: PlaceNames | 'cookie';
  schedScanStopped: PlaceNames | 'cookie';
  setRekeyOffload: PlaceNames | 'mac' | 'rekeyData';
  pmksaCandidate: PlaceNames | 'pmksaCandidate';
  tdlsOper: PlaceNames | 'mac' | 'reasonCode' | 'tdlsOperation';
  unexpectedFrame: PlaceNames | 'mac';
  probeClient: PlaceNames | 'mac' | 'cookie' | 'ack' | 'ackSignal' | 'mloLinkId';
  unexpected4addrFrame: PlaceNames | 'mac';
  chSwitchNotify:
    | 'ifindex'
    | 'wiphyFreq'
    | 'wiphyChannelType'
    | 'channelWidth'
    | 'centerFreq1'
    | 'centerFreq2'
    | 'wiphyEdmgChannels'
    | 'wiphyFreqOffset'
    | 'centerFreq1Offset'
    | 'mloLinkId'
    | 'punctBitmap'
    | 's1gPrimary2mhz'
    | 'npcaPrimaryFreq'
    | 'npcaPunctBitmap';
  connFailed: 'ifindex' | 'mac' | 'connFailedReason';
  radarDetect:
    | PlaceNames
    | 'wiphyFreq'
    | 'wiphyChannelType'
    | 'wdev'
    | 'channelWidth'
    | 'centerFreq1'
    | 'centerFreq2'
    | 'radarEvent'
    | 'wiphyFreqOffset'
    | 'centerFreq1Offset'
    | 'radarBackground'
    | 'punctBitmap'
    | 's1gPrimary2mhz'
    | 'npcaPrimaryFreq'
    | 'npcaPunctBitmap';
  ftEvent: PlaceNames | 'mac' | 'ie' | 'ieRic';
  critProtocolStop: 'wiphy' | 'wdev';
  vendor: PlaceNames | 'wdev' | 'vendorId' | 'vendorSubcmd' | 'vendorData';
  chSwitchStartedNotify:
    | 'ifindex'
    | 'wiphyFreq'
    | 'wiphyChannelType'
    | 'channelWidth'
    | 'centerFreq1'
    | 'centerFreq2'
    | 'chSwitchCount'
    | 'chSwitchBlockTx'
    | 'wiphyFreqOffset'
    | 'mloLinkId'
    | 'punctBitmap'
    | 's1gPrimary2mhz'
    | 'npcaPrimaryFreq'
    | 'npcaPunctBitmap';
  wiphyRegChange: 'wiphy' | 'regAlpha2' | 'regInitiator' | 'regType';
  delNanFunction: PlaceNames | 'cookie' | 'wdev' | 'nanFunc';
  nanMatch: PlaceNames | 'mac' | 'cookie' | 'wdev' | 'nanMatch';
  portAuthorized: PlaceNames | 'mac' | 'tdBitmap';
  externalAuth: PlaceNames | 'ssid' | 'akmSuites' | 'bssid' | 'externalAuthAction';
  staOpmodeChanged: PlaceNames | 'mac' | 'channelWidth' | 'smpsMode' | 'nss';
  controlPortFrame: PlaceNames | 'mac' | 'frame' | 'controlPortEthertype' | 'controlPortNoEncrypt' | 'wdev';
  peerMeasurementResult: 'wiphy' | 'cookie' | 'wdev' | 'peerMeasurements';
  peerMeasurementComplete: 'wiphy' | 'cookie' | 'wdev';
  updateOweInfo: PlaceNames | 'mac' | 'ie' | 'mloLinkId' | 'mldAddr';
  unprotBeacon: PlaceNames | 'frame';
  controlPortFrameTxStatus: TxStatusNames;
  obssColorCollision: ColourNames;
  colorChangeStarted: ColourNames;
  colorChangeAborted: ColourNames;
  colorChangeCompleted: ColourNames;
  assocComeback: PlaceNames | 'mac' | 'timeout';
  linksRemoved: PlaceNames | 'mloLinks';
  assocMloReconf: PlaceNames | 'frame';
  epcsCfg: PlaceNames | 'epcs';
  nanNextDwNotification: 'wiphy' | 'wiphyFreq' | 'wdev';
  nanClusterJoined: 'wiphy' | 'mac' | 'wdev' | 'nanNewCluster';
  incumbentSignalDetect:
    | 'wiphy'
    | 'wiphyFreq'
    | 'wiphyChannelType'
    | 'channelWidth'
    | 'centerFreq1'
    | 'centerFreq2'
    | 'wiphyFreqOffset'
    | 'centerFreq1Offset'
    | 'punctBitmap'
    | 's1gPrimary2mhz'
    | 'incumbentSignalInterferenceBitmap'
    | 'npcaPrimaryFreq'
    | 'npcaPunctBitmap';
  nanSchedUpdateDone: 'wiphy' | 'wdev' | 'nanSchedUpdateSuccess';
  nanUlwUpdate: 'wiphy' | 'mac' | 'wdev' | 'nanUlw';
  nanChannelEvac: 'wiphy' | 'wdev' | 'nanChannel';
}
type WiphyNames =
  | 'wiphy'
  | 'wiphyName'
  | 'mac'
  | 'wiphyBands'
  | 'supportedIftypes'
  | 'maxNumScanSsids'
  | 'generation'
  | 'supportedCommands'
  | 'maxScanIeLen'
  | 'cipherSuites'
  | 'wiphyRetryShort'
  | 'wiphyRetryLong'
  | 'wiphyFragThreshold'
  | 'wiphyRtsThreshold'
  | 'akmSuites'
  | 'maxNumPmkids'
  | 'wiphyCoverageClass'
  | 'txFrameTypes'
  | 'rxFrameTypes'
  | 'controlPortEthertype'
  | 'supportIbssRsn'
  | 'wiphyAntennaTx'
  | 'wiphyAntennaRx'
  | 'offchannelTxOk'
  | 'maxRemainOnChannelDuration'
  | 'wiphyAntennaAvailTx'
  | 'wiphyAntennaAvailRx'
  | 'supportMeshAuth'
  | 'wowlanTriggersSupported'
  | 'interfaceCombinations'
  | 'softwareIftypes'
  | 'maxNumSchedScanSsids'
  | 'maxSchedScanIeLen'
  | 'supportApUapsd'
  | 'roamSupport'
  | 'maxMatchSets'
  | 'tdlsSupport'
  | 'tdlsExternalSetup'
  | 'deviceApSme'
  | 'featureFlags'
  | 'probeRespOffload'
  | 'htCapabilityMask'
  | 'macAddrs'
  | 'macAclMax'
  | 'extCapa'
  | 'extCapaMask'
  | 'vhtCapabilityMask'
  | 'coalesceRule'
  | 'support5Mhz'
  | 'support10Mhz'
  | 'vendorData'
  | 'vendorEvents'
  | 'maxApAssocSta'
  | 'maxCsaCounters'
  | 'macMask'
  | 'wiphySelfManagedReg'
  | 'extFeatures'
  | 'maxNumSchedScanPlans'
  | 'maxScanPlanInterval'
  | 'maxScanPlanIterations'
  | 'bssSelect'
  | 'iftypeExtCapa'
  | 'bands'
  | 'schedScanMaxReqs'
  | 'txqStats'
  | 'txqLimit'
  | 'txqMemoryLimit'
  | 'txqQuantum'
  | 'peerMeasurements'
  | 'iftypeAkmSuites'
  | 'tidConfig'
  | 'sarSpec'
  | 'mbssidConfig'
  | 'mloSupport'
  | 'maxNumAkmSuites'
  | 'emlCapability'
  | 'mldCapaAndOps'
  | 'maxHwTimestampPeers'
  | 'wiphyRadios'
  | 'wiphyInterfaceCombinations'
  | 'bssParam'
  | 'nanCapabilities';
type ChannelNames =
  | 'wiphyFreq'
  | 'wiphyChannelType'
  | 'channelWidth'
  | 'centerFreq1'
  | 'centerFreq2'
  | 'wiphyEdmgChannels'
  | 'wiphyEdmgBwConfig'
  | 'wiphyFreqOffset'
  | 'centerFreq1Offset'
  | 'punctBitmap'
  | 's1gPrimary2mhz'
  | 'npcaPrimaryFreq'
  | 'npcaPunctBitmap';
type InterfaceNames =
  | 'wiphy'
  | 'ifindex'
  | 'ifname'
  | 'iftype'
  | 'mac'
  | 'wiphyFreq'
  | 'wiphyChannelType'
  | 'generation'
  | 'ssid'
  | 'fourAddr'
  | 'wiphyTxPowerLevel'
  | 'wdev'
  | 'channelWidth'
  | 'centerFreq1'
  | 'centerFreq2'
  | 'txqStats'
  | 'wiphyFreqOffset'
  | 'centerFreq1Offset'
  | 'mloLinks'
  | 'mloLinkId'
  | 'punctBitmap'
  | 'mloLinkDisabled'
  | 'vifRadioMask'
  | 's1gPrimary2mhz'
  | 'npcaPrimaryFreq'
  | 'npcaPunctBitmap';
type MonitorNames = 'mntrFlags' | 'muMimoGroupData' | 'muMimoFollowMacAddr';
type KeyNames =
  | 'keyData'
  | 'keyIdx'
  | 'keyCipher'
  | 'keySeq'
  | 'keyDefault'
  | 'keyDefaultMgmt'
  | 'keyType'
  | 'key'
  | 'keyDefaultTypes';
type BeaconNames =
  | 'beaconHead'
  | 'beaconTail'
  | 'ie'
  | 'ieProbeResp'
  | 'ieAssocResp'
  | 'probeResp'
  | 'ftmResponder'
  | 'heBssColor'
  | 'mbssidElems'
  | 'emaRnrElems'
  | 'uhrOperation';
type SecurityNames =
  | 'controlPort'
  | 'cipherSuitesPairwise'
  | 'cipherSuiteGroup'
  | 'wpaVersions'
  | 'akmSuites'
  | 'controlPortEthertype'
  | 'controlPortNoEncrypt'
  | 'pmk'
  | 'controlPortOverNl80211'
  | 'saePassword'
  | 'controlPortNoPreauth'
  | 'saePwe';
type StationNames =
  | 'ifindex'
  | 'mac'
  | 'staInfo'
  | 'ie'
  | 'generation'
  | 'reqIe'
  | 'respIe'
  | 'wdev'
  | 'mloLinks'
  | 'mloLinkId'
  | 'mldAddr';
type LinkStationNames =
  | 'mac'
  | 'staSupportedRates'
  | 'htCapability'
  | 'vhtCapability'
  | 'opmodeNotif'
  | 'heCapability'
  | 'staTxPowerSetting'
  | 'staTxPower'
  | 'he6ghzCapability'
  | 'ehtCapability'
  | 'mloLinkId'
  | 'mldAddr'
  | 'uhrCapability';
type StationSettingsNames =
  | 'staAid'
  | 'staFlags'
  | 'staListenInterval'
  | 'staVlan'
  | 'staPlinkAction'
  | 'staFlags2'
  | 'staWme'
  | 'staCapability'
  | 'staExtCapability'
  | 'peerAid'
  | 'staSupportedChannels'
  | 'staSupportedOperClasses'
  | 'staSupportP2pPs'
  | 'airtimeWeight'
  | 'vlanId'
  | 'emlCapability';
type MeshPathNames = 'ifindex' | 'mac' | 'mpathNextHop' | 'mpathInfo' | 'generation';
type RegulatoryNames =
  | 'wiphy'
  | 'regAlpha2'
  | 'regRules'
  | 'dfsRegion'
  | 'userRegHintType'
  | 'wiphySelfManagedReg';
type CapabilityLimitsNames =
  | 'htCapability'
  | 'disableHt'
  | 'htCapabilityMask'
  | 'vhtCapability'
  | 'disableVht'
  | 'vhtCapabilityMask'
  | 'disableHe'
  | 'disableEht'
  | 'disableUhr';
type FilsNames = 'filsErpUsername' | 'filsErpRealm' | 'filsErpNextSeqNum' | 'filsErpRrk';
type PmksaNames = 'mac' | 'ssid' | 'pmkid' | 'filsCacheId' | 'pmk' | 'pmkLifetime' | 'pmkReauthThreshold';
type ScheduledScanNames =
  | 'mac'
  | 'ie'
  | 'scanFrequencies'
  | 'scanSsids'
  | 'schedScanInterval'
  | 'schedScanMatch'
  | 'scanFlags'
  | 'macMask'
  | 'schedScanDelay'
  | 'schedScanPlans'
  | 'schedScanRelativeRssi'
  | 'schedScanRssiAdjust';
type PlaceNames = 'wiphy' | 'ifindex';
type ScanNames =
  | PlaceNames
  | 'ie'
  | 'scanFrequencies'
  | 'scanSsids'
  | 'wdev'
  | 'scanFlags'
  | 'scanStartTimeTsf'
  | 'scanStartTimeTsfBssid'
  | 'measurementDuration'
  | 'scanFreqKhz';
type OffChannelNames = PlaceNames | 'wiphyFreq' | 'wiphyChannelType' | 'duration' | 'cookie' | 'wdev';
type TxStatusNames = PlaceNames | 'frame' | 'cookie' | 'ack' | 'wdev' | 'txHwTimestamp' | 'rxHwTimestamp';
type ColourNames = 'ifindex' | 'obssColorBitmap' | 'colorChangeCount' | 'mloLinkId';
