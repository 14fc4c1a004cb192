// SPDX-License-Identifier: Apache-2.0

/// A grade of concrete by its characteristic cube strength (IS 456:2000, table 2).
public enum ConcreteGrade: String, Sendable, CaseIterable {
    /// 20 N/mm², the least for reinforced concrete (clause 6.1.2).
    case m20 = "M20"
    /// 25 N/mm², the least for concrete buried in non-aggressive soil, a "moderate" exposure (tables 3 and 5).
    case m25 = "M25"
    /// 30 N/mm².
    case m30 = "M30"
    /// 35 N/mm².
    case m35 = "M35"
    /// 40 N/mm².
    case m40 = "M40"

    /// The characteristic cube strength fck at 28 days, in N/mm².
    public var characteristicStrength: Double {
        switch self {
        case .m20: 20
        case .m25: 25
        case .m30: 30
        case .m35: 35
        case .m40: 40
        }
    }
}

/// A grade of reinforcement by its characteristic strength (IS 456:2000, clause 5.6 and 36.1).
public enum SteelGrade: String, Sendable, CaseIterable {
    /// Plain mild steel, 250 N/mm².
    case fe250 = "Fe250"
    /// High strength deformed bars, 415 N/mm².
    case fe415 = "Fe415"
    /// High strength deformed bars, 500 N/mm².
    case fe500 = "Fe500"

    /// The characteristic strength fy, in N/mm².
    public var characteristicStrength: Double {
        switch self {
        case .fe250: 250
        case .fe415: 415
        case .fe500: 500
        }
    }

    /// Whether the bars are deformed, which raises the bond stress by 60 % (clause 26.2.1.1).
    public var isDeformed: Bool { self != .fe250 }

    /// The internal radius of a standard bend in bar diameters: 2 for mild steel, 4 for deformed bars (IS 2502).
    public var bendRadiusFactor: Double { self.isDeformed ? 4 : 2 }
}
