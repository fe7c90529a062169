// Prints what the C compiler makes of libvirt's structs. LayoutTests compiles it against the installed headers and compares.
#include <stddef.h>
#include <stdio.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#define SIZE(type) printf("%s %zu\n", #type, sizeof(type))
#define OFFSET(type, field) printf("%s.%s %zu\n", #type, #field, offsetof(type, field))

int main(void)
{
    SIZE(virTypedParameter);
    OFFSET(virTypedParameter, field);
    OFFSET(virTypedParameter, type);
    OFFSET(virTypedParameter, value);

    SIZE(virDomainStatsRecord);
    OFFSET(virDomainStatsRecord, dom);
    OFFSET(virDomainStatsRecord, params);
    OFFSET(virDomainStatsRecord, nparams);

    SIZE(virDomainMemoryStatStruct);
    OFFSET(virDomainMemoryStatStruct, tag);
    OFFSET(virDomainMemoryStatStruct, val);

    SIZE(virNodeMemoryStats);
    OFFSET(virNodeMemoryStats, field);
    OFFSET(virNodeMemoryStats, value);

    SIZE(virDomainInfo);
    OFFSET(virDomainInfo, state);
    OFFSET(virDomainInfo, maxMem);
    OFFSET(virDomainInfo, memory);
    OFFSET(virDomainInfo, nrVirtCpu);
    OFFSET(virDomainInfo, cpuTime);

    SIZE(virDomainControlInfo);
    OFFSET(virDomainControlInfo, state);
    OFFSET(virDomainControlInfo, details);
    OFFSET(virDomainControlInfo, stateTime);

    SIZE(virDomainJobInfo);
    OFFSET(virDomainJobInfo, type);
    OFFSET(virDomainJobInfo, timeElapsed);
    OFFSET(virDomainJobInfo, timeRemaining);
    OFFSET(virDomainJobInfo, dataTotal);
    OFFSET(virDomainJobInfo, dataProcessed);
    OFFSET(virDomainJobInfo, dataRemaining);
    OFFSET(virDomainJobInfo, memTotal);
    OFFSET(virDomainJobInfo, memProcessed);
    OFFSET(virDomainJobInfo, memRemaining);
    OFFSET(virDomainJobInfo, fileTotal);
    OFFSET(virDomainJobInfo, fileProcessed);
    OFFSET(virDomainJobInfo, fileRemaining);

    // Of virError only the beginning is declared in C#, so its size does not matter.
    OFFSET(virError, code);
    OFFSET(virError, domain);
    OFFSET(virError, message);
    OFFSET(virError, level);

    SIZE(unsigned long);
    return 0;
}
