import { arpMonitoringMustHaveIntervalAndTargets } from './bond/arp-targets.js';
import { bondBelowABridgeShouldKeepMacAddresses } from './bond/mode-below-bridge.js';
import { bondPortMustBeANic } from './bond/nested.js';
import { bondShouldBeWatched } from './bond/no-monitoring.js';
import { bondMustHaveAPort } from './bond/no-port.js';
import { bondOptionMustFitTheMode } from './bond/option-not-valid-for-mode.js';
import { bondOptionShouldHaveAnEffect } from './bond/option-without-effect.js';
import { bondPortMustHaveOneController } from './bond/port-in-two-controllers.js';
import { bondPrimaryMustBeAPort } from './bond/primary-not-a-port.js';
import { bondShouldHaveTwoPorts } from './bond/single-port.js';
import { bondMustBeWatchedInOneWay } from './bond/two-kinds-of-monitoring.js';
import { bridgeShouldHaveOneWayOut } from './bridge/loop.js';
import { bridgeWithDhcpShouldKeepItsMac } from './bridge/mac-not-pinned.js';
import { bridgePortMustNotBeABridge } from './bridge/nested.js';
import { bridgeOfANetworkShouldHaveAnUplink } from './bridge/no-uplink.js';
import { bridgePortMustHaveOneBridge } from './bridge/port-in-two-bridges.js';
import { deviceMustNotStandOnItself } from './bridge/stands-on-itself.js';
import { bridgeTimerMustBeInRange } from './bridge/stp-timer-out-of-range.js';
import { stpTimersShouldAgree } from './bridge/stp-timers.js';
import { wirelessShouldNotBeBridged } from './bridge/wireless-port.js';
import { interfaceNameMustBeUniqueOnItsHost } from './naming/duplicate-interface.js';
import { interfaceNameMustFitTheKernel } from './naming/interface-name-too-long.js';
import type { Rule } from './rule.js';
import { vlanIdMustBeUniqueOnItsParent } from './vlan/duplicate-id.js';
import { guestVlanMustPassItsBridge } from './vlan/guest-vlan-not-carried.js';
import { vlanIdMustBeUsable } from './vlan/id-out-of-range.js';
import { nativeVlanShouldBePartOfItsTrunk } from './vlan/native-not-in-trunk.js';
import { vlanShouldNotStandOnAVlan } from './vlan/nested.js';
import { vlanMustStandOnTheBondNotItsPort } from './vlan/on-bond-port.js';
import { vlanBesideABridgeIsWorthALook } from './vlan/on-bridge-port.js';
import { vlanShouldNotBeTakenFromABridge } from './vlan/taken-before-bridge.js';
import { tagsMustMeetAVlanAwareBridge } from './vlan/trunk-needs-vlan-aware-bridge.js';

/** Every rule there is. */
export const RULES: readonly Rule[] = [
  interfaceNameMustBeUniqueOnItsHost,
  interfaceNameMustFitTheKernel,

  guestVlanMustPassItsBridge,
  nativeVlanShouldBePartOfItsTrunk,
  tagsMustMeetAVlanAwareBridge,
  vlanBesideABridgeIsWorthALook,
  vlanIdMustBeUniqueOnItsParent,
  vlanIdMustBeUsable,
  vlanMustStandOnTheBondNotItsPort,
  vlanShouldNotBeTakenFromABridge,
  vlanShouldNotStandOnAVlan,

  arpMonitoringMustHaveIntervalAndTargets,
  bondBelowABridgeShouldKeepMacAddresses,
  bondMustBeWatchedInOneWay,
  bondMustHaveAPort,
  bondOptionMustFitTheMode,
  bondOptionShouldHaveAnEffect,
  bondPortMustBeANic,
  bondPortMustHaveOneController,
  bondPrimaryMustBeAPort,
  bondShouldBeWatched,
  bondShouldHaveTwoPorts,

  bridgeOfANetworkShouldHaveAnUplink,
  bridgePortMustHaveOneBridge,
  bridgePortMustNotBeABridge,
  bridgeShouldHaveOneWayOut,
  bridgeTimerMustBeInRange,
  bridgeWithDhcpShouldKeepItsMac,
  deviceMustNotStandOnItself,
  stpTimersShouldAgree,
  wirelessShouldNotBeBridged,
];
