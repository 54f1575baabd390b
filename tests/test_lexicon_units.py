import pytest

from docaudit.lexicon import technical_unit


@pytest.mark.parametrize("mark", ["A", "B", "C", "B/A", "A×B"])
def test_letters_that_name_columns_are_no_units(mark):
    assert technical_unit(mark) is None


@pytest.mark.parametrize("unit", ["J/g", "mg·L⁻¹", "μm", "W", "万元"])
def test_physical_units_are_units(unit):
    assert technical_unit(unit) is not None
