import { addressMustBeOnTheController } from './addressing/address-on-port.js';
import { subnetOfLibvirtsDefaultNetworkIsBestLeftToIt } from './addressing/default-network-subnet.js';
import { dhcpv6MustBeInASubnetOf64OrLonger } from './addressing/dhcp-below-64.js';
import { learntDefaultRouteShouldHaveNoRival } from './addressing/dhcp-beside-default-route.js';
import { dhcpRangeMustFitItsSubnet } from './addressing/dhcp-range.js';
import { libvirtMustServeDhcpInOneSubnet } from './addressing/dhcp-in-two-subnets.js';
import { dhcpRangeIsBestLargeEnough } from './addressing/dhcp-range-too-few.js';
import { dhcpRangeIsBestWithoutTheHost } from './addressing/dhcp-range-holds-gateway.js';
import { dhcpRangesShouldBeApart } from './addressing/dhcp-ranges-overlap.js';
import { nameServersBelongToTheDefaultRoute } from './addressing/dns-off-default-route.js';
import { addressMustBeUniqueInTheSite } from './addressing/duplicate-address.js';
import { nameServerShouldBeAMachine } from './addressing/dns-unusable.js';
import { macShouldHaveOneLease } from './addressing/duplicate-lease.js';
import { destinationShouldHaveOneRoute } from './addressing/duplicate-route.js';
import { settingShouldHaveAnAddressOfItsFamily } from './addressing/family-without-address.js';
import { hostOfRoutedNetworksShouldForward } from './addressing/forwarding-off.js';
import { gatewayMustBeAnotherMachine } from './addressing/gateway-is-own-address.js';
import { deviceShouldHaveDhcpOrAnAddress } from './addressing/dhcp-with-address.js';
import { gatewayMustBeANeighbour } from './addressing/gateway-outside-subnet.js';
import { poolShouldHaveOneHeartbeat } from './addressing/heartbeat-subnets.js';
import { ipv6MustHaveAnMtuOf1280 } from './addressing/ipv6-needs-mtu-1280.js';
import { leaseShouldBeForTheGuestThatItNames } from './addressing/lease-of-another-mac.js';
import { libvirtSubnetShouldBeFreeOfRoutes } from './addressing/libvirt-subnet-behind-route.js';
import { libvirtSubnetIsBestUnusedBehindASummary } from './addressing/libvirt-subnet-in-summary.js';
import { libvirtSubnetMustBeFree } from './addressing/libvirt-subnet-clash.js';
import { networkWithAWayOutMustHaveASubnet } from './addressing/libvirt-subnet-missing.js';
import { libvirtSubnetMustHaveRoomForGuests } from './addressing/libvirt-subnet-too-small.js';
import { addressMustBeThatOfAHost } from './addressing/network-or-broadcast.js';
import { deviceMustHaveAnAddressOrNone } from './addressing/none-with-address.js';
import { addressMustLieInItsNetwork } from './addressing/not-in-subnet.js';
import { hostNumberMustFitEverySubnet } from './addressing/number-outside-subnet.js';
import { libvirtNetworkMustLeaveThroughTheController } from './addressing/over-a-port.js';
import { libvirtNetworkShouldLeaveWhereARouteLeads } from './addressing/over-without-address.js';
import { subnetsOfAHostMustBeDisjoint } from './addressing/overlapping-subnets.js';
import { prefixShouldBeThatOfTheNetwork } from './addressing/prefix-differs.js';
import { libvirtPropertyShouldHaveAnEffect } from './addressing/property-without-effect.js';
import { routeMustStayInItsFamily } from './addressing/route-family.js';
import { routeShouldLeadElsewhere } from './addressing/route-to-own-subnet.js';
import { routeMustLeadToAnotherMachine } from './addressing/route-via-own-address.js';
import { routeOfAHostShouldHaveAGateway } from './addressing/route-without-gateway.js';
import { addressShouldNotBeThatOfAnotherHost } from './addressing/same-address-elsewhere.js';
import { hostShouldHaveOneDefaultRoute } from './addressing/several-default-routes.js';
import { networkShouldHaveOneSubnetOfAFamily } from './addressing/several-subnets.js';
import { slaacNeedsAPrefixOf64 } from './addressing/slaac-not-64.js';
import { subnetShouldBeInOnePlace } from './addressing/subnet-in-two-places.js';
import { addressMustBeOfAnInterface } from './addressing/unusable-address.js';
import { arpTargetShouldBeANeighbour } from './bond/arp-target-outside-subnet.js';
import { arpMonitoringMustHaveIntervalAndTargets } from './bond/arp-targets.js';
import { bondDelayShouldBeAMultipleOfMiimon } from './bond/delay-not-multiple.js';
import { bondDelaysMustHaveMiimon } from './bond/delay-without-miimon.js';
import { bondMustBeAbleToReachItsMinimum } from './bond/min-links-above-ports.js';
import { bondBelowABridgeShouldKeepMacAddresses } from './bond/mode-below-bridge.js';
import { bondIsBestOfOneModeInAPool } from './bond/mode-differs.js';
import { bondPortShouldBeANic } from './bond/nested.js';
import { bondShouldBeWatched } from './bond/no-monitoring.js';
import { bondMustHaveAPort } from './bond/no-port.js';
import { bondOptionMustFitTheMode } from './bond/option-not-valid-for-mode.js';
import { bondOptionShouldHaveAnEffect } from './bond/option-without-effect.js';
import { bondPortMustHaveOneController } from './bond/port-in-two-controllers.js';
import { bondPrimaryMustBeAPort } from './bond/primary-not-a-port.js';
import { bondShouldReactInTime } from './bond/reacts-late.js';
import { bondShouldHaveTwoPorts } from './bond/single-port.js';
import { bondMustBeWatchedInOneWay } from './bond/two-kinds-of-monitoring.js';
import { bridgeShouldHaveOneWayOut } from './bridge/loop.js';
import { bridgeWithDhcpShouldKeepItsMac } from './bridge/mac-not-pinned.js';
import { bridgePortMustNotBeABridge } from './bridge/nested.js';
import { bridgeOfANetworkShouldHaveAnUplink } from './bridge/no-uplink.js';
import { spanningTreeOptionShouldHaveATree } from './bridge/option-without-stp.js';
import { bridgePortMustHaveOneBridge } from './bridge/port-in-two-bridges.js';
import { portOfABridgeCannotBeIsolated } from './bridge/port-not-isolated.js';
import { deviceMustNotStandOnItself } from './bridge/stands-on-itself.js';
import { bridgeTimerMustBeInRange } from './bridge/stp-timer-out-of-range.js';
import { bridgePriorityIsBestAStep } from './bridge/stp-priority-step.js';
import { stpTimersShouldAgree } from './bridge/stp-timers.js';
import { wirelessShouldNotBeBridged } from './bridge/wireless-port.js';
import { portMustBeForwardedOnce } from './firewall/duplicate-forward.js';
import { forwardShouldLeadToAFixedAddress } from './firewall/forward-without-fixed-address.js';
import { onlyNatShouldForward } from './firewall/forward-without-nat.js';
import { zoneOfGuestsIsBestClosed } from './firewall/guests-in-open-zone.js';
import { bridgeOfGuestsIsBestInAZone } from './firewall/guests-without-zone.js';
import { bridgedZoneShouldNotMasquerade } from './firewall/masquerade-on-bridge.js';
import { networkWithForwardsGoesOverAnyDevice } from './firewall/over-with-forward.js';
import { richRuleMustBeReadable } from './firewall/rich-rule-unreadable.js';
import { sourceMustBelongToOneZone } from './firewall/source-in-two-zones.js';
import { serviceShouldBeOneOfFirewalld } from './firewall/unknown-service.js';
import { zoneMustExist } from './firewall/unknown-zone.js';
import { zoneOfALibvirtNetworkShouldLetDhcpIn } from './firewall/zone-blocks-dhcp.js';
import { zoneOfMigrationShouldLetGuestsIn } from './firewall/zone-blocks-migration.js';
import { zoneShouldBeOnTheController } from './firewall/zone-on-port.js';
import { networksOfADeviceShouldHaveOneZone } from './firewall/zones-differ.js';
import { bandwidthPeakShouldBeAPeak } from './guest/bandwidth-without-effect.js';
import { filteredGuestShouldNotNeedIpv6 } from './guest/clean-traffic-drops-ipv6.js';
import { trunkShouldNotBeFilteredByAddress } from './guest/clean-traffic-on-trunk.js';
import { bootOrderMustBeAnOrder } from './guest/duplicate-boot-order.js';
import { macMustBeUniqueInTheSite } from './guest/duplicate-mac.js';
import { guestShouldHaveAParavirtualNic } from './guest/emulated-model.js';
import { guestMacIsBestALocalOne } from './guest/mac-outside-prefix.js';
import { macMustLeaveRoomForTheTap } from './guest/mac-reserved.js';
import { macMustBeThatOfOneNic } from './guest/multicast-mac.js';
import { busyGuestIsBestBridged } from './guest/nat-with-bandwidth.js';
import { guestsOfAPoolAreBestOnANetworkOfAllHosts } from './guest/pool-on-local-network.js';
import { queuesMustFitATap } from './guest/queues-above-limit.js';
import { guestShouldNotHaveIdleQueues } from './guest/queues-above-vcpus.js';
import { queuesShouldHaveAModelThatUsesThem } from './guest/queues-need-virtio.js';
import { guestShouldHaveOneNicInANetwork } from './guest/same-network-twice.js';
import { filterShouldBeOneOfLibvirt } from './guest/unknown-filter.js';
import { modelShouldBeOneOfQemu } from './guest/unknown-model.js';
import { guestMustFindItsNetworkOnTheHost } from './guest/unknown-network.js';
import { libvirtNetworkMustNotBeTagged } from './guest/vlan-on-libvirt-network.js';
import { bondPortShouldHaveTheMtuOfItsBond } from './mtu/bond-port-differs.js';
import { mtuMustNotGrowUpwards } from './mtu/child-larger-than-parent.js';
import { endsOfANetworkShouldHaveOneMtu } from './mtu/ends-differ.js';
import { guestMtuMustFitItsBridge } from './mtu/guest-above-bridge.js';
import { libvirtNetworkShouldFitItsWayOut } from './mtu/libvirt-above-uplink.js';
import { mtuMustBePossible } from './mtu/out-of-range.js';
import { untaggedNetworkIsBestOfTheMtuOfItsDevice } from './mtu/raised-for-others.js';
import { namesAreShownAsTheyAreWritten } from './naming/bidirectional-control.js';
import { bridgeOfLibvirtsDefaultNetworkIsTaken } from './naming/default-network-bridge.js';
import { namesAreBestToldApartByMoreThanCase } from './naming/differs-in-case.js';
import { domainMustBeAName } from './naming/domain-invalid.js';
import { interfaceNameMustBeUniqueOnItsHost } from './naming/duplicate-interface.js';
import { guestNameMustBeAllowed } from './naming/guest-name-invalid.js';
import { hostNameMustBeAllowed } from './naming/host-name-invalid.js';
import { interfaceNameMustBeAllowed } from './naming/interface-name-invalid.js';
import { interfaceNameMustFitTheKernel } from './naming/interface-name-too-long.js';
import { interfaceNameMustNotBeReserved } from './naming/reserved-interface-name.js';
import { virtualNetworkNameMustBeAllowed } from './naming/virtual-network-name-invalid.js';
import { zoneNameMustBeAllowed } from './naming/zone-name-invalid.js';
import { hostShouldHaveAnAddressInItsNetworks } from './roles/address-missing.js';
import { managementIsBestTheWayOut } from './roles/default-route-elsewhere.js';
import { poolShouldHaveHosts } from './roles/empty-pool.js';
import { heartbeatPathsShouldBeApart } from './roles/heartbeat-on-several.js';
import { hostShouldCarryManagement } from './roles/management-missing.js';
import { hostShouldHaveOneManagementNetwork } from './roles/management-on-several.js';
import { guestsShouldNotShareTheHostsNetwork } from './roles/management-with-vm.js';
import { networkShouldBeCarriedSomewhere } from './roles/network-not-carried.js';
import { numberedHostIsBestGivenADevice } from './roles/nothing-on-host.js';
import { vitalTrafficShouldSurviveACable } from './roles/no-redundancy.js';
import { poolShouldNameItsBridgesAlike } from './roles/pool-bridge-differs.js';
import { poolShouldCarryMigrationEverywhere } from './roles/pool-migration-missing.js';
import { poolMustCarryTheNetworksOfItsGuests } from './roles/pool-network-missing.js';
import { poolShouldHaveOneSubnetForAGuest } from './roles/pool-subnet-differs.js';
import { hostsTrafficIsBestOnLinksOfItsOwn } from './roles/shared-link.js';
import { networkOfGuestsMustNotAddressTheHost } from './roles/vm-with-host-address.js';
import type { Rule } from './rule.js';
import { addressOfTheConnectionShouldBeDescribed } from './safety/connection-not-described.js';
import { portOfTheHostsSshMustStayWithTheHost } from './safety/forward-takes-ssh.js';
import { managementMustPassAPortOfItsBridge } from './safety/management-not-on-port.js';
import { hostShouldNotDependOnItsGuest } from './safety/reached-through-own-guest.js';
import { targetShouldBeOneHost } from './safety/same-target.js';
import { managementShouldNotWaitForSpanningTree } from './safety/stp-on-management-path.js';
import { jumpHostsMustLeadSomewhere } from './safety/via-cycle.js';
import { zoneOfManagementShouldLetSshIn } from './safety/zone-without-ssh.js';
import { nicMustBeAccessOrTrunk } from './vlan/access-and-trunk.js';
import { addressMustBeInOneVlan } from './vlan/address-without-vlan.js';
import { defaultVlanIsBestLeftAlone } from './vlan/default-vlan.js';
import { vlanIdMustBeUniqueOnItsParent } from './vlan/duplicate-id.js';
import { guestVlanMustPassItsBridge } from './vlan/guest-vlan-not-carried.js';
import { guestOnAVlanAwareBridgeMustHaveAVlan } from './vlan/guest-without-vlan.js';
import { vlanShouldHaveTheIdOfItsNetwork } from './vlan/id-differs.js';
import { vlanIdMustBeUsable } from './vlan/id-out-of-range.js';
import { bridgeShouldNotJoinTwoVlans } from './vlan/joined-by-bridge.js';
import { vlanShouldBeNamedAfterItsId } from './vlan/name-differs.js';
import { nativeVlanShouldBeOneInAPool } from './vlan/native-differs.js';
import { nativeVlanShouldBePartOfItsTrunk } from './vlan/native-not-in-trunk.js';
import { vlanShouldNotStandOnAVlan } from './vlan/nested.js';
import { networkShouldPassAPortOfItsBridge } from './vlan/not-on-port.js';
import { vlanMustStandOnTheBondNotItsPort } from './vlan/on-bond-port.js';
import { vlanBesideABridgeIsWorthALook } from './vlan/on-bridge-port.js';
import { deviceShouldHaveOneUntaggedNetwork } from './vlan/several-untagged.js';
import { trunkOfAPortShouldLeadSomewhere } from './vlan/trunk-outside-bridge.js';
import { vlanShouldBelongToOneNetwork } from './vlan/shared-by-networks.js';
import { vlanShouldNotBeTakenFromABridge } from './vlan/taken-before-bridge.js';
import { tagsMustMeetAVlanAwareBridge } from './vlan/trunk-needs-vlan-aware-bridge.js';
import { networkWithAVlanShouldLeaveWithItsTag } from './vlan/untagged-on-port.js';
import { vlanIsBestEitherOfHostsOrOfGuests } from './vlan/used-by-hosts-and-guests.js';
import { vlansOfABridgeShouldHoldThoseOfItsTrunks } from './vlan/vlans-not-a-limit.js';

/** Every rule there is, by topic. */
export const RULES: readonly Rule[] = [
  namesAreShownAsTheyAreWritten,
  bridgeOfLibvirtsDefaultNetworkIsTaken,
  namesAreBestToldApartByMoreThanCase,
  domainMustBeAName,
  interfaceNameMustBeUniqueOnItsHost,
  guestNameMustBeAllowed,
  hostNameMustBeAllowed,
  interfaceNameMustBeAllowed,
  interfaceNameMustFitTheKernel,
  interfaceNameMustNotBeReserved,
  virtualNetworkNameMustBeAllowed,
  zoneNameMustBeAllowed,

  nicMustBeAccessOrTrunk,
  addressMustBeInOneVlan,
  defaultVlanIsBestLeftAlone,
  vlanIdMustBeUniqueOnItsParent,
  guestVlanMustPassItsBridge,
  guestOnAVlanAwareBridgeMustHaveAVlan,
  vlanShouldHaveTheIdOfItsNetwork,
  vlanIdMustBeUsable,
  bridgeShouldNotJoinTwoVlans,
  vlanShouldBeNamedAfterItsId,
  nativeVlanShouldBeOneInAPool,
  nativeVlanShouldBePartOfItsTrunk,
  vlanShouldNotStandOnAVlan,
  networkShouldPassAPortOfItsBridge,
  vlanMustStandOnTheBondNotItsPort,
  vlanBesideABridgeIsWorthALook,
  deviceShouldHaveOneUntaggedNetwork,
  trunkOfAPortShouldLeadSomewhere,
  vlanShouldBelongToOneNetwork,
  vlanShouldNotBeTakenFromABridge,
  tagsMustMeetAVlanAwareBridge,
  networkWithAVlanShouldLeaveWithItsTag,
  vlanIsBestEitherOfHostsOrOfGuests,
  vlansOfABridgeShouldHoldThoseOfItsTrunks,

  arpTargetShouldBeANeighbour,
  arpMonitoringMustHaveIntervalAndTargets,
  bondDelayShouldBeAMultipleOfMiimon,
  bondDelaysMustHaveMiimon,
  bondMustBeAbleToReachItsMinimum,
  bondBelowABridgeShouldKeepMacAddresses,
  bondIsBestOfOneModeInAPool,
  bondPortShouldBeANic,
  bondShouldBeWatched,
  bondMustHaveAPort,
  bondOptionMustFitTheMode,
  bondOptionShouldHaveAnEffect,
  bondPortMustHaveOneController,
  bondPrimaryMustBeAPort,
  bondShouldReactInTime,
  bondShouldHaveTwoPorts,
  bondMustBeWatchedInOneWay,

  bridgeShouldHaveOneWayOut,
  bridgeWithDhcpShouldKeepItsMac,
  bridgePortMustNotBeABridge,
  bridgeOfANetworkShouldHaveAnUplink,
  spanningTreeOptionShouldHaveATree,
  bridgePortMustHaveOneBridge,
  portOfABridgeCannotBeIsolated,
  deviceMustNotStandOnItself,
  bridgeTimerMustBeInRange,
  bridgePriorityIsBestAStep,
  stpTimersShouldAgree,
  wirelessShouldNotBeBridged,

  addressMustBeOnTheController,
  subnetOfLibvirtsDefaultNetworkIsBestLeftToIt,
  learntDefaultRouteShouldHaveNoRival,
  dhcpv6MustBeInASubnetOf64OrLonger,
  libvirtMustServeDhcpInOneSubnet,
  dhcpRangeMustFitItsSubnet,
  dhcpRangeIsBestWithoutTheHost,
  dhcpRangeIsBestLargeEnough,
  dhcpRangesShouldBeApart,
  nameServersBelongToTheDefaultRoute,
  addressMustBeUniqueInTheSite,
  nameServerShouldBeAMachine,
  macShouldHaveOneLease,
  destinationShouldHaveOneRoute,
  settingShouldHaveAnAddressOfItsFamily,
  hostOfRoutedNetworksShouldForward,
  gatewayMustBeAnotherMachine,
  deviceShouldHaveDhcpOrAnAddress,
  gatewayMustBeANeighbour,
  poolShouldHaveOneHeartbeat,
  ipv6MustHaveAnMtuOf1280,
  leaseShouldBeForTheGuestThatItNames,
  libvirtSubnetShouldBeFreeOfRoutes,
  libvirtSubnetMustBeFree,
  libvirtSubnetIsBestUnusedBehindASummary,
  networkWithAWayOutMustHaveASubnet,
  libvirtSubnetMustHaveRoomForGuests,
  addressMustBeThatOfAHost,
  deviceMustHaveAnAddressOrNone,
  addressMustLieInItsNetwork,
  hostNumberMustFitEverySubnet,
  libvirtNetworkMustLeaveThroughTheController,
  libvirtNetworkShouldLeaveWhereARouteLeads,
  subnetsOfAHostMustBeDisjoint,
  prefixShouldBeThatOfTheNetwork,
  libvirtPropertyShouldHaveAnEffect,
  routeMustStayInItsFamily,
  routeShouldLeadElsewhere,
  routeMustLeadToAnotherMachine,
  routeOfAHostShouldHaveAGateway,
  addressShouldNotBeThatOfAnotherHost,
  hostShouldHaveOneDefaultRoute,
  networkShouldHaveOneSubnetOfAFamily,
  slaacNeedsAPrefixOf64,
  subnetShouldBeInOnePlace,
  addressMustBeOfAnInterface,

  bondPortShouldHaveTheMtuOfItsBond,
  mtuMustNotGrowUpwards,
  endsOfANetworkShouldHaveOneMtu,
  guestMtuMustFitItsBridge,
  libvirtNetworkShouldFitItsWayOut,
  mtuMustBePossible,
  untaggedNetworkIsBestOfTheMtuOfItsDevice,

  hostShouldHaveAnAddressInItsNetworks,
  managementIsBestTheWayOut,
  poolShouldHaveHosts,
  heartbeatPathsShouldBeApart,
  hostShouldCarryManagement,
  hostShouldHaveOneManagementNetwork,
  guestsShouldNotShareTheHostsNetwork,
  networkShouldBeCarriedSomewhere,
  vitalTrafficShouldSurviveACable,
  numberedHostIsBestGivenADevice,
  poolShouldNameItsBridgesAlike,
  poolShouldCarryMigrationEverywhere,
  poolMustCarryTheNetworksOfItsGuests,
  poolShouldHaveOneSubnetForAGuest,
  hostsTrafficIsBestOnLinksOfItsOwn,
  networkOfGuestsMustNotAddressTheHost,

  bandwidthPeakShouldBeAPeak,
  filteredGuestShouldNotNeedIpv6,
  trunkShouldNotBeFilteredByAddress,
  bootOrderMustBeAnOrder,
  macMustBeUniqueInTheSite,
  guestShouldHaveAParavirtualNic,
  guestMacIsBestALocalOne,
  macMustLeaveRoomForTheTap,
  macMustBeThatOfOneNic,
  busyGuestIsBestBridged,
  guestsOfAPoolAreBestOnANetworkOfAllHosts,
  queuesMustFitATap,
  guestShouldNotHaveIdleQueues,
  queuesShouldHaveAModelThatUsesThem,
  guestShouldHaveOneNicInANetwork,
  filterShouldBeOneOfLibvirt,
  modelShouldBeOneOfQemu,
  guestMustFindItsNetworkOnTheHost,
  libvirtNetworkMustNotBeTagged,

  portMustBeForwardedOnce,
  forwardShouldLeadToAFixedAddress,
  onlyNatShouldForward,
  zoneOfGuestsIsBestClosed,
  bridgeOfGuestsIsBestInAZone,
  bridgedZoneShouldNotMasquerade,
  networkWithForwardsGoesOverAnyDevice,
  richRuleMustBeReadable,
  sourceMustBelongToOneZone,
  serviceShouldBeOneOfFirewalld,
  zoneMustExist,
  zoneOfALibvirtNetworkShouldLetDhcpIn,
  zoneOfMigrationShouldLetGuestsIn,
  zoneShouldBeOnTheController,
  networksOfADeviceShouldHaveOneZone,

  addressOfTheConnectionShouldBeDescribed,
  portOfTheHostsSshMustStayWithTheHost,
  managementMustPassAPortOfItsBridge,
  hostShouldNotDependOnItsGuest,
  targetShouldBeOneHost,
  managementShouldNotWaitForSpanningTree,
  jumpHostsMustLeadSomewhere,
  zoneOfManagementShouldLetSshIn,
];
