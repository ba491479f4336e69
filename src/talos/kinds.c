/* SPDX-License-Identifier: MIT */
#include "talos/kinds.h"

#include "base/attr.h"

/* In the order of strcmp(); a minor of 9 means that or an older one. */
static const struct talos_kind kinds[] = {
    {"BGPInstanceConfig", 14, false},
    {"BlackholeRouteConfig", 13, false},
    {"BondConfig", 12, false},
    {"BridgeConfig", 12, false},
    {"CRIBaseRuntimeSpecConfig", 14, false},
    {"CRICustomizationConfig", 14, false},
    {"ContainerConfig", 14, false},
    {"DHCPv4Config", 12, false},
    {"DHCPv6Config", 12, false},
    {"DiscoveryIdentityConfig", 14, false},
    {"DiscoveryServiceConfig", 14, false},
    {"DummyLinkConfig", 12, false},
    {"EnvironmentConfig", 13, false},
    {"EtcFileConfig", 14, false},
    {"EthernetConfig", 10, false},
    {"EventSinkConfig", 9, false},
    {"ExistingVolumeConfig", 11, false},
    {"ExtensionServiceConfig", 9, false},
    {"ExternalVolumeConfig", 13, false},
    {"FilesystemScrubConfig", 14, false},
    {"FilesystemTrimConfig", 14, false},
    {"HCloudVIPConfig", 12, false},
    {"HTTPProbeConfig", 14, false},
    {"HostnameConfig", 12, false},
    {"ImageCacheConfig", 14, false},
    {"ImageVerificationConfig", 13, false},
    {"KernelModuleConfig", 14, false},
    {"KmsgLogConfig", 9, false},
    {"KubeAPIServerCAConfig", 14, false},
    {"KubeAPIServerConfig", 14, true},
    {"KubeAdmissionControlConfig", 14, true},
    {"KubeAggregatorCAConfig", 14, true},
    {"KubeAuditPolicyConfig", 14, true},
    {"KubeAuthenticationConfig", 14, true},
    {"KubeAuthorizerConfig", 14, true},
    {"KubeClusterConfig", 14, false},
    {"KubeControllerManagerConfig", 14, true},
    {"KubeCoreDNSConfig", 14, true},
    {"KubeCredentialProviderConfig", 14, false},
    {"KubeEtcdEncryptionConfig", 14, true},
    {"KubeExternalManifestConfig", 14, false},
    {"KubeFlannelCNIConfig", 14, true},
    {"KubeInlineManifestConfig", 14, false},
    {"KubeNetworkConfig", 14, false},
    {"KubeNodeConfig", 14, false},
    {"KubePrismConfig", 14, false},
    {"KubeProxyConfig", 14, true},
    {"KubeSchedulerConfig", 14, true},
    {"KubeServiceAccountConfig", 14, true},
    {"KubeSpanConfig", 13, false},
    {"KubeSpanEndpoints", 9, false},
    {"KubeSpanEndpointsConfig", 9, false},
    {"KubeStaticPodConfig", 14, false},
    {"KubeTalosAPIAccessConfig", 14, true},
    {"KubeletConfig", 14, false},
    {"LVMLogicalVolumeConfig", 14, false},
    {"LVMVolumeGroupConfig", 14, false},
    {"Layer2VIPConfig", 12, false},
    {"LinkAliasConfig", 12, false},
    {"LinkConfig", 12, false},
    {"NetworkDefaultActionConfig", 9, false},
    {"NetworkRuleConfig", 9, false},
    {"OOMConfig", 12, false},
    {"PCIDriverRebindConfig", 10, false},
    {"RAIDArrayConfig", 14, false},
    {"RawVolumeConfig", 11, false},
    {"RegistryAuthConfig", 12, false},
    {"RegistryMirrorConfig", 12, false},
    {"RegistryTLSConfig", 12, false},
    {"ResolverConfig", 12, false},
    {"RoutingRuleConfig", 13, false},
    {"SecurityProfileConfig", 14, false},
    {"SideroLinkConfig", 9, false},
    {"StaticHostConfig", 12, false},
    {"SwapVolumeConfig", 11, false},
    {"SysctlConfig", 14, false},
    {"SysfsConfig", 14, false},
    {"TCPProbeConfig", 13, false},
    {"TimeSyncConfig", 12, false},
    {"TrustedRootsConfig", 9, false},
    {"UdevRulesConfig", 14, false},
    {"UnattendedInstallConfig", 14, false},
    {"UserVolumeConfig", 10, false},
    {"VLANConfig", 12, false},
    {"VRFConfig", 13, false},
    {"VethConfig", 14, false},
    {"VolumeConfig", 9, false},
    {"WatchdogTimerConfig", 9, false},
    {"WireguardConfig", 12, false},
    {"ZswapConfig", 11, false},
};

const struct talos_kind *talos_kind_find(struct span name) {
    size_t low = 0, high = ARRAY_SIZE(kinds);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t length = strlen(kinds[middle].name);
        size_t common = length < name.size ? length : name.size;
        int order = common == 0 ? 0 : memcmp(kinds[middle].name, name.data, common);
        if (order == 0 && length == name.size) {
            return &kinds[middle];
        }
        if (order < 0 || (order == 0 && length < name.size)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const char *talos_kind_name(const void *context, size_t index) {
    (void)context;
    return index < ARRAY_SIZE(kinds) ? kinds[index].name : NULL;
}
