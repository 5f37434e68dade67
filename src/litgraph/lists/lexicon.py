"""Words by which lists are read: what labels say, where papers lie, how venues are called."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Words that a label may consist of, where it says that it leads to the paper and is no title.
PAPER_WORDS = _words(
    """
    aaai abs abstract accepted acl acm alphaxiv anthology ar5iv article arxiv award best biorxiv chemrxiv coling
    conference cvpr dissertation doi eacl eccv elsevier emnlp findings full fulltext hal here highlight html iccv
    iclr icml ieee ijcai jmlr journal kdd link links main manuscript medrxiv mlsys naacl nature neurips nips
    openreview oral original paper papers pdf pdfs pmlr poster preprint proceedings publication published read
    report s2 scholar science sciencedirect semantic sigir spotlight springer ssrn tacl tech technical text
    thesis tmlr track v1 v2 v3 version workshop www 原文 文章 論文 论文 链接
    """
)
# The same where it leads to anything else: code, a page, data, …
OTHER_WORDS = _words(
    """
    api app appendix badge benchmark benchmarks bib bibtex bilibili blog blogpost blogs checkpoint checkpoints
    citation citations cite ckpt code code1 code2 codes colab collection data dataset datasets demo demos discord
    doc docs document documentation documents download face git gitee github gitlab hf home homepage hugging
    huggingface implementation implementations issue jax keras leaderboard library material materials media model
    models modelscope news note notebook notes official other package page pages paperswithcode platform
    playground podcast post poster posts press project projects pwc pytorch repo repos repositories repository
    resource resources review reviews site slide slides source sources space spaces star stars summary supp suppl
    supplement supplementary survey-page talk talks tensorflow tf thread tool toolkit tools torch tutorial
    tutorials tweet twitter unofficial video videos visitors web webpage website wechat weight weights x youtube
    zhihu 主页 代码 博客 数据集 知乎 视频 解读 项目
    """
)
# Words that say nothing in a label.
FILLERS = _words(
    """
    the and of for with in on other original here version full text read
    """
)
# Hosts on which papers lie.
SCHOLARLY_HOSTS = _words(
    """
    aaai.org aclanthology.org aclweb.org acm.org alphaxiv.org aps.org ar5iv.org arxiv.org biorxiv.org bmvc2022.org
    cell.com chemrxiv.org cvf.com dblp.org direct.mit.edu dl.acm.org doi.org ecva.net eprint.iacr.org
    frontiersin.org hal.science ieee.org ieeexplore.ieee.org ijcai.org iop.org isca-archive.org isca-speech.org
    jair.org jmlr.org lrec-conf.org mdpi.com medrxiv.org mitpressjournals.org mlr.press mlsys.org nature.com
    ncbi.nlm.nih.gov ndss-symposium.org neurips.cc nips.cc ojs.aaai.org openreview.net osf.io oup.com
    paperswithcode.com plos.org pnas.org proceedings.mlr.press psyarxiv.com researchgate.net science.org
    sciencedirect.com semanticscholar.org sigmod.org springer.com springeropen.com ssrn.com tandfonline.com
    thecvf.com usenix.org vldb.org wiley.com
    """
)
# Hosts on which code lies.
CODE_HOSTS = _words(
    """
    bitbucket.org gitee.com github.com github.io githubusercontent.com gitlab.com
    """
)
# Hosts on which people talk about papers.
TALK_HOSTS = _words(
    """
    bilibili.com huggingface.co linkedin.com medium.com mp.weixin.qq.com reddit.com substack.com t.me
    towardsdatascience.com twitter.com wikipedia.org x.com youtu.be youtube.com zhihu.com
    """
)
# Acronyms of venues in the fields that keep such lists. A venue that a list sets apart (`<ins>…</ins>`, a column, the
# line after a break) needs no mention here: these only tell a venue from other words behind a title.
VENUE_ACRONYMS = _words(
    """
    AAAI AACL AAMAS ACCV ACIIDS ACL ACM ACM-MM ACMMM AIES AISTATS ALT APSIPA APWEB ARITH ARXIV ASE ASONAM ASP-DAC
    ASPDAC ASPLOS ASRU ATC ArXiv Arxiv AutoML AutoML-Conf BMVC BioRxiv CAV CAiSE CCS CHI CICC CIDR CIKM CLeaR
    COLING COLM COLT COMPSAC CONLL COSYNE CPAL CSCW CVPR CVPRW ChemRxiv CoNLL CoRL CoRR CogSci DAC DASFAA DATE DSN
    DeeLIO EACL ECAI ECCV ECCVW ECIR ECML ECOOP EDBT EMBC EMNLP EMSOFT ESWC EUSIPCO EuroSys FAST FAccT FPGA FPL
    FSE GECCO GLSVLSI HCOMP HPCA HPDC HRI ICAIF ICAPS ICASSP ICCAD ICCC ICCV ICCVW ICDAR ICDCS ICDE ICDL ICDM ICLR
    ICME ICMI ICML ICMLA ICMLW ICNLP ICORIS ICPP ICPR ICRA ICS ICSE ICSME ICTAI ICWSM IEEE IJCAI IJCB IJCNLP IJCNN
    IJCV IJHCI INFOCOM INLG INTERSPEECH IPCA IPDPS IROS ISBI ISCA ISCAS ISLPED ISMAR ISMB ISMIR ISPASS ISSCC ISSTA
    ISWC IUI IVA Interspeech JAIR JCDL JMLR JSSC KDD L4DC LREC LoG MASS MICCAI MICRO MIDL MLSYS MLSys MM MSR
    MobiCom MobiSys NAACL NATURE NDSS NIPS NLPCC NSDI NeirIPS NeurIPS Neurips NeurlPS OOPSLA OSDI PACT PAKDD PAMI
    PETS PLDI PNAS PODC PODS POPL PPoPP PRICAI PVLDB PsyArXiv RANLP RECOMB RSS RTAS RTSS RecSys S&P SANER SC SDM
    SIGCOMM SIGGRAPH SIGIR SIGKDD SIGMETRICS SIGMOD SLT SOSP SPAA SSRN STOC SaTML SenSys TACL TASL TASLP TCAD TCAS
    TCSVT TDSC TIFS TIP TIST TKDD TKDE TMC TMI TMLR TMM TNNLS TOCHI TODAES TOG TOIS TOMM TPAMI TPDS TREC TSE TSP
    TVCG TheWebConf UAI UIST UMAP USENIX UbiComp VIS VLDB WACV WMT WSDM WWW WWWJ arXiv arxiv bioRxiv medRxiv
    """
)
# Journals whose names are common words: they count only where nothing else stands beside them.
JOURNALS = frozenset(
    name.strip()
    for name in """
    ai open, artificial intelligence, big data, cell, computational linguistics, electronics, elife, entropy, expert
    systems with applications, ieee access, information fusion, information processing & management, information
    processing and management, information sciences, iscience, knowledge-based systems, machine learning, medical
    image analysis, natural language engineering, nature, neural computation, neural networks, neurocomputing,
    pattern recognition, pattern recognition letters, patterns, plos one, science, scientific data, scientific
    reports, sensors
    """.replace("\n", " ").split(",")
)
# Words within a name that need no capital.
NAME_PARTICLES = _words("al bin da de del della den der di dos du e el i ibn la le ten ter van von y zu")
