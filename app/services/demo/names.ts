/** Words of invented persons and addresses. Names are put together by chance; likeness to anybody is chance too. */
export const MEN =
  `Agus Slamet Bambang Sutrisno Wahyu Eko Dwi Tri Joko Suparman Mulyono Sugeng Hartono Budi Darmo Kasiman Ngadiman Parjo Tukijo Wagiman
  Rudi Heru Yanto Ahmad Ma'ruf Nu'man Rifai Fauzan Hasan Ilham Irfan Ridwan Zainal Abdul Sholeh Anwar Khoirul Imam Taufik Arif Dimas Rizky
  Galih Bayu Adi Andi Doni Feri Guntur Hendra Iwan Jumadi Kurnia Lukman Mahmud Nanang Oki Purwanto Rahmat Saiful Teguh Untung Wawan Yusuf`.split(
    /\s+/,
  )

export const WOMEN =
  `Siti Sri Endang Sulastri Wahyuni Tri Dwi Eka Partini Sumiyati Tukinem Wagiyem Poniyem Ngatini Kasmi Warsini Rubinah Lestari Ratna
  Dewi Yuni Nur Aisyah Fatimah Khotimah Zubaidah Halimah Maryam Umi Laila Fitri Rahayu Indah Ayu Putri Maya Rina Rini Susi Tuti Titik Ani Heni
  Ika Juminten Kartika Lilis Mujiati Nanik Prihatin Retno Sarinah Suparti Tarwiyah Utami Veronika Winarni Yatmi Yuliana Zulaikha`.split(
    /\s+/,
  )

export const SECOND =
  `Santoso Wibowo Setiawan Nugroho Prasetyo Hidayat Saputra Kurniawan Susanto Utomo Raharjo Purnomo Wijaya Gunawan Suryadi Hartanto
  Kusuma Pranoto Widodo Subekti Handoyo Mulyadi Riyanto Sutopo Wardoyo Cahyono Iskandar Firmansyah Maulana Ramadhan Basuki Sudarsono Haryadi
  Margono Priyono Sujatmiko Triyono Waluyo Yulianto Zulkifli`.split(/\s+/)

export const SECOND_WOMEN =
  `Ningsih Wati Astuti Handayani Lestari Puspita Sari Rahayu Wulandari Hastuti Kusumawati Permata Safitri Anggraini Mulyani
  Purwanti Setyowati Suryani Widiastuti Yulianti Nurhayati Fadilah Hidayati Oktaviani Pertiwi Rohmah Salamah Triyani Utari Wijayanti`.split(
    /\s+/,
  )

export const STREETS =
  `Kenari Merpati Melati Mawar Cempaka Beringin Cemara Jati Kamboja Manggis Nangka Pahlawan Diponegoro Sudirman Veteran Tentara Pelajar
  Sawo Salak Rambutan Kepodang Kutilang Jalak Gelatik Flamboyan Bougenvil Teratai Anggrek Dahlia`.split(/\s+/)

export const HAMLETS =
  `Krajan Gondang Ngemplak Karang Sawahan Wonosari Sumber Tegal Kebon Jetis Ngaglik Dukuh Kauman Pancuran Bogem Gedongan Mungkid
  Sidorejo Sukorejo Banjar Kaliurip Wates`.split(/\s+/)
