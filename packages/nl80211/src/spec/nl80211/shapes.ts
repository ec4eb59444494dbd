/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */

/** A command: the attributes it takes, those that are told, what it is of, whether of one object or of all of a kind. */
export interface Request<Takes, Tells = never, Of = 'interface', How = 'one'> {
  of: Of;
  takes: Takes;
  tells: Tells;
  how: How;
}
/** What may be asked. */
export interface Requests {
  getWiphy: Request<'splitWiphyDump', WiphyNames, 'radio', 'one' | 'all'>;
  setWiphy: Request<
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
    | 'wiphyRadioIndex',
    never,
    'radio'
  >;
  getInterface: Request<never, InterfaceNames, 'wdev', 'one' | 'all'>;
  setInterface: Request<MonitorNames | 'iftype' | 'meshId' | 'fourAddr' | 'vifRadioMask'>;
  newInterface: Request<
    MonitorNames | 'ifname' | 'iftype' | 'mac' | 'meshId' | 'fourAddr' | 'socketOwner' | 'vifRadioMask',
    InterfaceNames,
    'radio'
  >;
  delInterface: Request<never, never, 'wdev'>;
  getKey: Request<
    'mac' | 'keyIdx' | 'keyType' | 'mloLinkId',
    'ifindex' | 'mac' | 'key' | 'keyIdx' | 'keyCipher' | 'keySeq'
  >;
  setKey: Request<KeyNames | 'mac' | 'mloLinkId'>;
  newKey: Request<KeyNames | 'mac' | 'vlanId' | 'mloLinkId'>;
  delKey: Request<KeyNames | 'mac' | 'mloLinkId'>;
  setBeacon: Request<BeaconNames | 'filsDiscovery' | 'unsolBcastProbeResp' | 'mloLinkId' | 's1gShortBeacon'>;
  startAp: Request<
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
  stopAp: Request<'mloLinkId'>;
  getStation: Request<'mac' | 'staDumpLinkStats', StationNames, 'interface', 'one' | 'all'>;
  setStation: Request<
    LinkStationNames | StationSettingsNames | 'staPlinkState' | 'localMeshPowerMode' | 'meshPeerAid'
  >;
  newStation: Request<LinkStationNames | StationSettingsNames | 's1gCapability' | 'eppPeer' | 'nanNmiMac'>;
  delStation: Request<'mac' | 'mgmtSubtype' | 'reasonCode'>;
  getMpath: Request<'mac', MeshPathNames, 'interface', 'one' | 'all'>;
  setMpath: Request<'mac' | 'mpathNextHop'>;
  newMpath: Request<'mac' | 'mpathNextHop'>;
  delMpath: Request<'mac'>;
  setBss: Request<
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
  setReg: Request<'regAlpha2' | 'regRules' | 'dfsRegion', never, 'system'>;
  reqSetReg: Request<'regAlpha2' | 'userRegHintType' | 'socketOwner' | 'regIndoor', never, 'system'>;
  getMeshConfig: Request<never, 'ifindex' | 'meshConfig'>;
  setMeshConfig: Request<'meshConfig'>;
  getReg: Request<never, RegulatoryNames, 'radio', 'one' | 'all'>;
  getScan: Request<'bssDumpIncludeUseData', 'generation' | 'ifindex' | 'wdev' | 'bss', 'wdev', 'all'>;
  triggerScan: Request<
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
    | 'scanFreqKhz',
    never,
    'wdev'
  >;
  authenticate: Request<
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
  deauthenticate: Request<'mac' | 'ie' | 'reasonCode' | 'localStateChange'>;
  disassociate: Request<'mac' | 'ie' | 'reasonCode' | 'localStateChange'>;
  joinIbss: Request<
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
  leaveIbss: Request<never>;
  testmode: Request<'testdata', 'wiphy' | 'testdata', 'radio', 'one' | 'all'>;
  connect: Request<
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
  disconnect: Request<'reasonCode'>;
  setWiphyNetns: Request<'pid' | 'netnsFd', never, 'radio'>;
  getSurvey: Request<'surveyRadioStats', 'ifindex' | 'surveyInfo', 'interface', 'all'>;
  setPmksa: Request<PmksaNames>;
  delPmksa: Request<PmksaNames>;
  flushPmksa: Request<never>;
  remainOnChannel: Request<ChannelNames | 'mac' | 'duration' | 'mloLinkId', 'cookie', 'wdev'>;
  cancelRemainOnChannel: Request<'cookie', never, 'wdev'>;
  setTxBitrateMask: Request<'txRates' | 'mloLinkId'>;
  registerFrame: Request<'frameMatch' | 'frameType' | 'receiveMulticast', never, 'wdev'>;
  frame: Request<
    | ChannelNames
    | 'frame'
    | 'duration'
    | 'offchannelTxOk'
    | 'txNoCckRate'
    | 'dontWaitForAck'
    | 'csaCOffsetsTx'
    | 'mloLinkId',
    'cookie',
    'wdev'
  >;
  setPowerSave: Request<'psState'>;
  getPowerSave: Request<never, 'psState'>;
  setCqm: Request<'cqm'>;
  setChannel: Request<ChannelNames | 'mloLinkId'>;
  frameWaitCancel: Request<'cookie', never, 'wdev'>;
  joinMesh: Request<
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
  leaveMesh: Request<never>;
  getWowlan: Request<never, 'wowlanTriggers', 'radio'>;
  setWowlan: Request<'wowlanTriggers', never, 'radio'>;
  startSchedScan: Request<ScheduledScanNames | 'socketOwner' | 'schedScanMulti'>;
  stopSchedScan: Request<'cookie'>;
  setRekeyOffload: Request<'rekeyData'>;
  tdlsOper: Request<'mac' | 'tdlsOperation'>;
  tdlsMgmt: Request<
    | 'mac'
    | 'ie'
    | 'statusCode'
    | 'tdlsAction'
    | 'tdlsDialogToken'
    | 'tdlsPeerCapability'
    | 'tdlsInitiator'
    | 'mloLinkId'
  >;
  unexpectedFrame: Request<never>;
  probeClient: Request<'mac', 'cookie'>;
  registerBeacons: Request<never, never, 'radio'>;
  setNoackMap: Request<'noackMap'>;
  startP2pDevice: Request<never, never, 'wdev'>;
  stopP2pDevice: Request<never, never, 'wdev'>;
  setMcastRate: Request<'mcastRate'>;
  setMacAcl: Request<'aclPolicy' | 'macAddrs'>;
  radarDetect: Request<ChannelNames | 'radarBackground' | 'mloLinkId'>;
  getProtocolFeatures: Request<never, 'protocolFeatures', 'system'>;
  updateFtIes: Request<'ie' | 'mdid'>;
  critProtocolStart: Request<'critProtId' | 'maxCritProtDuration', never, 'wdev'>;
  critProtocolStop: Request<never, never, 'wdev'>;
  getCoalesce: Request<never, 'coalesceRule', 'radio'>;
  setCoalesce: Request<'coalesceRule', never, 'radio'>;
  channelSwitch: Request<
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
    'vendorId' | 'vendorSubcmd' | 'vendorData',
    'wiphy' | 'wdev' | 'vendorData',
    'radio',
    'one' | 'all'
  >;
  setQosMap: Request<'qosMap'>;
  addTxTs: Request<'mac' | 'tsid' | 'userPrio' | 'admittedTime'>;
  delTxTs: Request<'mac' | 'tsid'>;
  getMpp: Request<'mac', MeshPathNames, 'interface', 'one' | 'all'>;
  joinOcb: Request<ChannelNames>;
  leaveOcb: Request<never>;
  tdlsChannelSwitch: Request<ChannelNames | 'mac' | 'operClass'>;
  tdlsCancelChannelSwitch: Request<'mac'>;
  abortScan: Request<never, never, 'wdev'>;
  startNan: Request<'nanMasterPref' | 'bands' | 'nanConfig', never, 'wdev'>;
  stopNan: Request<never, never, 'wdev'>;
  addNanFunction: Request<'nanFunc', 'cookie' | 'nanFunc', 'wdev'>;
  delNanFunction: Request<'cookie', never, 'wdev'>;
  changeNanConfig: Request<'nanMasterPref' | 'bands' | 'nanConfig', never, 'wdev'>;
  setMulticastToUnicast: Request<'multicastToUnicastEnabled'>;
  updateConnectParams: Request<FilsNames | 'ie' | 'authType'>;
  setPmk: Request<'mac' | 'pmk' | 'pmkr0Name'>;
  delPmk: Request<'mac'>;
  reloadRegdb: Request<never, never, 'system'>;
  externalAuth: Request<'ssid' | 'statusCode' | 'pmkid' | 'bssid'>;
  controlPortFrame: Request<
    'mac' | 'frame' | 'controlPortEthertype' | 'controlPortNoEncrypt' | 'dontWaitForAck' | 'mloLinkId',
    'cookie'
  >;
  getFtmResponderStats: Request<'mloLinkId', 'ifindex' | 'ftmResponderStats'>;
  peerMeasurementStart: Request<
    ChannelNames | 'mac' | 'macMask' | 'timeout' | 'peerMeasurements',
    'cookie',
    'wdev'
  >;
  notifyRadar: Request<ChannelNames>;
  updateOweInfo: Request<'mac' | 'ie' | 'statusCode'>;
  probeMeshLink: Request<'mac' | 'frame'>;
  setTidConfig: Request<'mac' | 'tidConfig' | 'mloLinkId'>;
  setSarSpecs: Request<'sarSpec', never, 'radio'>;
  colorChangeRequest: Request<
    | BeaconNames
    | 'cntdwnOffsBeacon'
    | 'cntdwnOffsPresp'
    | 'unsolBcastProbeResp'
    | 'colorChangeCount'
    | 'colorChangeColor'
    | 'colorChangeElems'
    | 'mloLinkId'
  >;
  setFilsAad: Request<'mac' | 'filsKek' | 'filsNonces'>;
  addLink: Request<'mac' | 'mloLinkId'>;
  removeLink: Request<'mloLinkId'>;
  addLinkSta: Request<LinkStationNames>;
  modifyLinkSta: Request<LinkStationNames>;
  removeLinkSta: Request<'mloLinkId' | 'mldAddr'>;
  setHwTimestamp: Request<'mac' | 'hwTimestampEnabled'>;
  setTidToLinkMapping: Request<'mloTtlmDlink' | 'mloTtlmUlink'>;
  assocMloReconf: Request<'mloLinks' | 'mloReconfRemLinks' | 'extMldCapaAndOps'>;
  epcsCfg: Request<'epcs'>;
  nanSetLocalSched: Request<
    'nanChannel' | 'nanTimeSlots' | 'nanAvailBlob' | 'nanSchedDeferred',
    never,
    'wdev'
  >;
  nanSetPeerSched: Request<
    'mac' | 'nanChannel' | 'nanUlw' | 'nanCommittedDw' | 'nanSeqId' | 'nanMaxChanSwitchTime' | 'nanPeerMaps',
    never,
    'wdev'
  >;
  startPd: Request<never, never, 'wdev'>;
  stopPd: Request<never, never, 'wdev'>;
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
  chSwitchNotify: 'ifindex' | TunedNames | 'wiphyEdmgChannels' | 'mloLinkId';
  connFailed: 'ifindex' | 'mac' | 'connFailedReason';
  radarDetect: PlaceNames | TunedNames | 'wdev' | 'radarEvent' | 'radarBackground';
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
  incumbentSignalDetect: 'wiphy' | TunedNames | 'incumbentSignalInterferenceBitmap';
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
type ChannelNames = TunedNames | 'wiphyEdmgChannels' | 'wiphyEdmgBwConfig';
type InterfaceNames =
  | 'wiphy'
  | 'ifindex'
  | 'ifname'
  | 'iftype'
  | 'mac'
  | TunedNames
  | 'generation'
  | 'ssid'
  | 'fourAddr'
  | 'wiphyTxPowerLevel'
  | 'wdev'
  | 'txqStats'
  | 'mloLinks'
  | 'mloLinkId'
  | 'mloLinkDisabled'
  | 'vifRadioMask';
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
type TunedNames =
  | 'wiphyFreq'
  | 'wiphyChannelType'
  | 'channelWidth'
  | 'centerFreq1'
  | 'centerFreq2'
  | 'wiphyFreqOffset'
  | 'centerFreq1Offset'
  | 'punctBitmap'
  | 's1gPrimary2mhz'
  | 'npcaPrimaryFreq'
  | 'npcaPunctBitmap';
type ColourNames = 'ifindex' | 'obssColorBitmap' | 'colorChangeCount' | 'mloLinkId';
