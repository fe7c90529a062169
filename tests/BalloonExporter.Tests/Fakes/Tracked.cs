using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Kernel;
using BalloonExporter.Options;
using BalloonExporter.Tracking;

namespace BalloonExporter.Tests.Fakes;

/// <summary>All that remembers domains, put together as in the exporter.</summary>
internal sealed class Tracked
{
    public Tracked(TimeProvider time, QemuProcesses? processes = null, ExporterOptions? options = null)
    {
        options ??= TestOptions.Act;
        Clock = new SteadyClock(time);
        Proof = new ProofLedger(Clock);
        Processes = processes ?? new QemuProcesses(Clock);
        Resident = new ResidentMemory(Processes, Clock);
        Instances = new Instances(Processes, options, Clock);
        Facts = new FactsCache(Instances, Clock);
        Histories = new GuestHistories(Clock);
        Periods = new WantedPeriods(options);
        Problems = new PolicyProblems(PolicyErrors, Log);
        Kept = new KeptReads(Facts, Processes, Reader, options, Clock, KeptLog);
        Events = new DomainEvents(Ledger, Processes, Instances, Facts, Histories, Periods, Problems, Definitions, Starts, Proof, Wake, Kept);
        Tracker = new DomainTracker(Ledger, Processes, Resident, Instances, Facts, Histories, Periods, Problems, Policies, Proof, Kept, options);
    }

    public SteadyClock Clock { get; }

    public MovementLedger Ledger { get; } = new();

    public ProofLedger Proof { get; }

    public QemuProcesses Processes { get; }

    public ResidentMemory Resident { get; }

    public Instances Instances { get; }

    public FactsCache Facts { get; }

    public GuestHistories Histories { get; }

    public WantedPeriods Periods { get; }

    public PolicyProblems Problems { get; }

    public KeptReads Kept { get; }

    public ReaderStatus Reader { get; } = new();

    public RecordingLogger<KeptReads> KeptLog { get; } = new();

    public FakePolicyHistory Policies { get; } = new();

    public PolicyErrors PolicyErrors { get; } = new();

    public RecordingLogger<PolicyProblems> Log { get; } = new();

    public ExpectedStarts Starts { get; } = new(new Limits());

    public WakeSignal Wake { get; } = new(TimeProvider.System);

    public ChangedDefinitions Definitions { get; } = new();

    public DomainEvents Events { get; }

    public DomainTracker Tracker { get; }
}
