namespace BalloonExporter.Core.Planning;

/// <content>The constants by the names that rules, configuration file and metrics use.</content>
public sealed partial record PlannerConstants
{
    /// <summary>All constants in the order of the rules.</summary>
    public static IReadOnlyList<PlannerConstant> All { get; } =
    [
        new("goal_ratio", each => each.GoalRatio, (each, value) => each with { GoalRatio = value }),
        new("goal_cap_bytes", each => each.GoalCapBytes, (each, value) => each with { GoalCapBytes = value }),
        new("green_enter_ratio", each => each.GreenEnterRatio, (each, value) => each with { GreenEnterRatio = value }),
        new("soft_enter_ratio", each => each.SoftEnterRatio, (each, value) => each with { SoftEnterRatio = value }),
        new("soft_cap_bytes", each => each.SoftCapBytes, (each, value) => each with { SoftCapBytes = value }),
        new("soft_leave_ratio", each => each.SoftLeaveRatio, (each, value) => each with { SoftLeaveRatio = value }),
        new("red_enter_ratio", each => each.RedEnterRatio, (each, value) => each with { RedEnterRatio = value }),
        new("red_cap_bytes", each => each.RedCapBytes, (each, value) => each with { RedCapBytes = value }),
        new("red_leave_ratio", each => each.RedLeaveRatio, (each, value) => each with { RedLeaveRatio = value }),
        new("red_pressure_ratio", each => each.RedPressureRatio, (each, value) => each with { RedPressureRatio = value }),
        new("red_swap_out_bytes_per_second", each => each.RedSwapOutBytesPerSecond, (each, value) => each with { RedSwapOutBytesPerSecond = value }),
        new("crit_enter_ratio", each => each.CritEnterRatio, (each, value) => each with { CritEnterRatio = value }),
        new("crit_cap_bytes", each => each.CritCapBytes, (each, value) => each with { CritCapBytes = value }),
        new("crit_leave_ratio", each => each.CritLeaveRatio, (each, value) => each with { CritLeaveRatio = value }),
        new("no_grant_ratio", each => each.NoGrantRatio, (each, value) => each with { NoGrantRatio = value }),
        new("reserve_ratio", each => each.ReserveRatio, (each, value) => each with { ReserveRatio = value }),
        new("reserve_bytes", each => each.ReserveBytes, (each, value) => each with { ReserveBytes = value }),
        new("headroom_bytes", each => each.HeadroomBytes, (each, value) => each with { HeadroomBytes = value }),
        new("headroom_maximum_ratio", each => each.HeadroomMaximumRatio, (each, value) => each with { HeadroomMaximumRatio = value }),
        new("headroom_working_set_ratio", each => each.HeadroomWorkingSetRatio, (each, value) => each with { HeadroomWorkingSetRatio = value }),
        new("slope_seconds", each => each.SlopeSeconds, (each, value) => each with { SlopeSeconds = value }),
        new("surge_cap_ratio", each => each.SurgeCapRatio, (each, value) => each with { SurgeCapRatio = value }),
        new("floor_margin_bytes", each => each.FloorMarginBytes, (each, value) => each with { FloorMarginBytes = value }),
        new("floor_margin_ratio", each => each.FloorMarginRatio, (each, value) => each with { FloorMarginRatio = value }),
        new("floor_bytes", each => each.FloorBytes, (each, value) => each with { FloorBytes = value }),
        new("pressure_swap_out_bytes", each => each.PressureSwapOutBytes, (each, value) => each with { PressureSwapOutBytes = value }),
        new("pressure_usable_ratio", each => each.PressureUsableRatio, (each, value) => each with { PressureUsableRatio = value }),
        new("swap_usable_ratio", each => each.SwapUsableRatio, (each, value) => each with { SwapUsableRatio = value }),
        new("recover_step_ratio", each => each.RecoverStepRatio, (each, value) => each with { RecoverStepRatio = value }),
        new("recover_step_bytes", each => each.RecoverStepBytes, (each, value) => each with { RecoverStepBytes = value }),
        new("freeze_margin_bytes", each => each.FreezeMarginBytes, (each, value) => each with { FreezeMarginBytes = value }),
        new("inflight_seconds", each => each.InflightSeconds, (each, value) => each with { InflightSeconds = value }),
        new("split_reserve_ratio", each => each.SplitReserveRatio, (each, value) => each with { SplitReserveRatio = value }),
        new("split_leave_ratio", each => each.SplitLeaveRatio, (each, value) => each with { SplitLeaveRatio = value }),
        new("default_shares", each => each.DefaultShares, (each, value) => each with { DefaultShares = value }),
        new("deadband_bytes", each => each.DeadbandBytes, (each, value) => each with { DeadbandBytes = value }),
        new("deadband_maximum_ratio", each => each.DeadbandMaximumRatio, (each, value) => each with { DeadbandMaximumRatio = value }),
        new("part_deadbands", each => each.PartDeadbands, (each, value) => each with { PartDeadbands = value }),
        new("max_age_seconds", each => each.MaxAgeSeconds, (each, value) => each with { MaxAgeSeconds = value }),
    ];
}
