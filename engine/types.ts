/** The parts of Docker Engine's answers that this provider reads (docs.docker.com/reference/api/engine). */

export interface NetworkInspect {
  Name: string;
  Id: string;
  Scope: string;
  Driver: string;
  EnableIPv6: boolean;
  IPAM: { Driver: string; Options: Record<string, string> | null; Config: IpamConfig[] | null };
  Internal: boolean;
  Attachable: boolean;
  Ingress: boolean;
  Containers?: Record<string, NetworkMember> | null;
  Options: Record<string, string> | null;
  Labels: Record<string, string> | null;
}

export interface IpamConfig {
  Subnet?: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string> | null;
}

export interface NetworkMember {
  Name: string;
  EndpointID: string;
  MacAddress: string;
  IPv4Address: string;
  IPv6Address: string;
}

export interface Endpoint {
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links?: string[] | null;
  Aliases?: string[] | null;
  DriverOpts?: Record<string, string> | null;
  GwPriority?: number;
  NetworkID?: string;
  EndpointID?: string;
  Gateway?: string;
  IPAddress?: string;
  IPPrefixLen?: number;
  IPv6Gateway?: string;
  GlobalIPv6Address?: string;
  GlobalIPv6PrefixLen?: number;
  MacAddress?: string;
}

export interface Health {
  Test?: string[] | null;
  Interval?: number;
  Timeout?: number;
  Retries?: number;
  StartPeriod?: number;
  StartInterval?: number;
}

/** What a container and an image share. */
export interface ProcessConfig {
  Cmd?: string[] | null;
  Entrypoint?: string[] | string | null;
  Env?: string[] | null;
  Labels?: Record<string, string> | null;
  User?: string;
  WorkingDir?: string;
  StopSignal?: string;
  StopTimeout?: number | null;
  Healthcheck?: Health | null;
  Volumes?: Record<string, object> | null;
  ExposedPorts?: Record<string, object> | null;
}

export interface ContainerConfig extends ProcessConfig {
  Image: string;
  Hostname?: string;
  Domainname?: string;
  Tty?: boolean;
  OpenStdin?: boolean;
  MacAddress?: string;
}

export interface PortBinding {
  HostIp?: string;
  HostPort?: string;
}

export interface Mount {
  Type: string;
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  BindOptions?: { Propagation?: string } | null;
  TmpfsOptions?: { SizeBytes?: number; Mode?: number } | null;
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string> | null;
    DriverConfig?: { Name?: string; Options?: Record<string, string> | null } | null;
    Subpath?: string;
  } | null;
}

export interface DeviceRequest {
  Driver?: string;
  Count?: number;
  DeviceIDs?: string[] | null;
  Capabilities?: string[][] | null;
  Options?: Record<string, string> | null;
}

export interface ThrottleDevice {
  Path: string;
  Rate: number;
}

export interface HostConfig {
  AutoRemove?: boolean;
  Binds?: string[] | null;
  BlkioDeviceReadBps?: ThrottleDevice[] | null;
  BlkioDeviceReadIOps?: ThrottleDevice[] | null;
  BlkioDeviceWriteBps?: ThrottleDevice[] | null;
  BlkioDeviceWriteIOps?: ThrottleDevice[] | null;
  CapAdd?: string[] | null;
  CapDrop?: string[] | null;
  CgroupParent?: string;
  CgroupnsMode?: string;
  CpuPeriod?: number;
  CpuQuota?: number;
  CpuShares?: number;
  CpusetCpus?: string;
  DeviceCgroupRules?: string[] | null;
  DeviceRequests?: DeviceRequest[] | null;
  Devices?: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[] | null;
  Dns?: string[] | null;
  DnsOptions?: string[] | null;
  DnsSearch?: string[] | null;
  ExtraHosts?: string[] | null;
  GroupAdd?: string[] | null;
  Init?: boolean | null;
  IpcMode?: string;
  LogConfig?: { Type: string; Config: Record<string, string> | null };
  Memory?: number;
  MemoryReservation?: number;
  MemorySwap?: number;
  Mounts?: Mount[] | null;
  NanoCpus?: number;
  NetworkMode?: string;
  PidMode?: string;
  PortBindings?: Record<string, PortBinding[] | null> | null;
  Privileged?: boolean;
  PublishAllPorts?: boolean;
  ReadonlyRootfs?: boolean;
  RestartPolicy?: { Name: string; MaximumRetryCount?: number };
  Runtime?: string;
  SecurityOpt?: string[] | null;
  ShmSize?: number;
  StorageOpt?: Record<string, string> | null;
  Sysctls?: Record<string, string> | null;
  Tmpfs?: Record<string, string> | null;
  Ulimits?: { Name: string; Hard: number; Soft: number }[] | null;
  UsernsMode?: string;
  VolumesFrom?: string[] | null;
}

export interface ContainerInspect {
  Id: string;
  Name: string;
  /** The image's id; `Config.Image` is what was asked for. */
  Image: string;
  Platform?: string;
  State: {
    Status: string;
    Running: boolean;
    Restarting: boolean;
    Paused?: boolean;
    ExitCode: number;
    Error?: string;
    StartedAt: string;
    Pid: number;
    Health?: { Status: string; Log?: { ExitCode: number; Output: string }[] | null } | null;
  };
  Config: ContainerConfig;
  HostConfig: HostConfig;
  NetworkSettings: {
    Bridge?: string;
    Ports?: Record<string, PortBinding[] | null> | null;
    Networks?: Record<string, Endpoint> | null;
  };
}

/** A line of `docker ps`. */
export interface ContainerSummary {
  Id: string;
  Names: string[];
  Labels: Record<string, string> | null;
  Ports: { IP?: string; PrivatePort: number; PublicPort?: number; Type: string }[] | null;
  NetworkSettings?: { Networks?: Record<string, Endpoint> | null } | null;
}

export interface ImageInspect {
  Id: string;
  RepoTags?: string[] | null;
  RepoDigests?: string[] | null;
  Architecture: string;
  Os: string;
  Variant?: string;
  Config?: ProcessConfig | null;
}

export interface VolumeInspect {
  Name: string;
  Driver: string;
  Mountpoint: string;
  CreatedAt?: string;
  Labels: Record<string, string> | null;
  Options: Record<string, string> | null;
  Scope: string;
}

export interface Info {
  Name: string;
  KernelVersion: string;
  DefaultRuntime?: string;
  LoggingDriver?: string;
  SwapLimit?: boolean;
  /** "1" or "2". */
  CgroupVersion?: string;
  DefaultAddressPools?: { Base: string; Size: number }[] | null;
  SecurityOptions?: string[] | null;
  OperatingSystem?: string;
}
