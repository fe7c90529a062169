using System.Diagnostics;
using System.Globalization;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Native;

/// <summary>A struct declared one byte off reads garbage without a word. The C compiler and libvirt's own headers are the judge.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Structs_are_laid_out_as_the_c_compiler_does_it()
    {
        Assert.Equal(CompiledLayout(), DeclaredLayout());
    }

    private static unsafe SortedDictionary<string, long> DeclaredLayout()
    {
        var layout = new SortedDictionary<string, long>(StringComparer.Ordinal);

        NativeTypedParameter parameter;
        layout["virTypedParameter"] = sizeof(NativeTypedParameter);
        layout["virTypedParameter.field"] = Offset(&parameter, &parameter.Field[0]);
        layout["virTypedParameter.type"] = Offset(&parameter, &parameter.Type);
        layout["virTypedParameter.value"] = Offset(&parameter, &parameter.Value);

        NativeDomainStatsRecord record;
        layout["virDomainStatsRecord"] = sizeof(NativeDomainStatsRecord);
        layout["virDomainStatsRecord.dom"] = Offset(&record, &record.Domain);
        layout["virDomainStatsRecord.params"] = Offset(&record, &record.Parameters);
        layout["virDomainStatsRecord.nparams"] = Offset(&record, &record.ParameterCount);

        NativeMemoryStat memory;
        layout["virDomainMemoryStatStruct"] = sizeof(NativeMemoryStat);
        layout["virDomainMemoryStatStruct.tag"] = Offset(&memory, &memory.Tag);
        layout["virDomainMemoryStatStruct.val"] = Offset(&memory, &memory.Value);

        NativeNodeMemoryStat node;
        layout["virNodeMemoryStats"] = sizeof(NativeNodeMemoryStat);
        layout["virNodeMemoryStats.field"] = Offset(&node, &node.Field[0]);
        layout["virNodeMemoryStats.value"] = Offset(&node, &node.Value);

        NativeDomainInfo info;
        layout["virDomainInfo"] = sizeof(NativeDomainInfo);
        layout["virDomainInfo.state"] = Offset(&info, &info.State);
        layout["virDomainInfo.maxMem"] = Offset(&info, &info.MaximumKib);
        layout["virDomainInfo.memory"] = Offset(&info, &info.CurrentKib);
        layout["virDomainInfo.nrVirtCpu"] = Offset(&info, &info.VirtualCpus);
        layout["virDomainInfo.cpuTime"] = Offset(&info, &info.CpuTimeNanoseconds);

        NativeControlInfo control;
        layout["virDomainControlInfo"] = sizeof(NativeControlInfo);
        layout["virDomainControlInfo.state"] = Offset(&control, &control.State);
        layout["virDomainControlInfo.details"] = Offset(&control, &control.Details);
        layout["virDomainControlInfo.stateTime"] = Offset(&control, &control.StateTimeMilliseconds);

        NativeJobInfo job;
        layout["virDomainJobInfo"] = sizeof(NativeJobInfo);
        layout["virDomainJobInfo.type"] = Offset(&job, &job.Type);
        layout["virDomainJobInfo.timeElapsed"] = Offset(&job, &job.TimeElapsed);
        layout["virDomainJobInfo.timeRemaining"] = Offset(&job, &job.TimeRemaining);
        layout["virDomainJobInfo.dataTotal"] = Offset(&job, &job.DataTotal);
        layout["virDomainJobInfo.dataProcessed"] = Offset(&job, &job.DataProcessed);
        layout["virDomainJobInfo.dataRemaining"] = Offset(&job, &job.DataRemaining);
        layout["virDomainJobInfo.memTotal"] = Offset(&job, &job.MemoryTotal);
        layout["virDomainJobInfo.memProcessed"] = Offset(&job, &job.MemoryProcessed);
        layout["virDomainJobInfo.memRemaining"] = Offset(&job, &job.MemoryRemaining);
        layout["virDomainJobInfo.fileTotal"] = Offset(&job, &job.FileTotal);
        layout["virDomainJobInfo.fileProcessed"] = Offset(&job, &job.FileProcessed);
        layout["virDomainJobInfo.fileRemaining"] = Offset(&job, &job.FileRemaining);

        NativeError error;
        layout["virError.code"] = Offset(&error, &error.Code);
        layout["virError.domain"] = Offset(&error, &error.Domain);
        layout["virError.message"] = Offset(&error, &error.Message);
        layout["virError.level"] = Offset(&error, &error.Level);

        layout["unsigned long"] = sizeof(nuint);
        return layout;
    }

    private static unsafe long Offset(void* start, void* field) => (byte*)field - (byte*)start;

    private static SortedDictionary<string, long> CompiledLayout()
    {
        var folder = Directory.CreateTempSubdirectory("layout-");
        try
        {
            var program = Path.Combine(folder.FullName, "layout");
            Run("cc", Path.Combine(AppContext.BaseDirectory, "Native", "layout.c"), "-o", program);
            var layout = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var line in Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var space = line.LastIndexOf(' ');
                layout[line[..space]] = long.Parse(line[space..], CultureInfo.InvariantCulture);
            }
            return layout;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed, {Prerequisites.Advice}\n{error.Result}");
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail($"{program} is missing, {Prerequisites.Advice}");
            throw;
        }
    }
}
